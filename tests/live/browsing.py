"""How does a test act as a person in a real browser, from consent to payment?"""

from design.game import Game
from design.introduction_quiz import introduction_questions

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESKTOP = {"viewport": {"width": 1366, "height": 768}}

PAST = """() => {
    const table = document.querySelector('.history table');
    if (table === null) return {};
    const names = [...table.tHead.rows[0].cells].map((one) => one.textContent);
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map(
        (one) => one.firstChild.nodeName === 'SPAN' ? null : one.firstChild.textContent));
    return Object.fromEntries(rows.map((row) => [row[0], Object.fromEntries(
        row.slice(1).map((cell, place) => [names[place + 1], cell]))]));
}"""


class Person:
    """One participant with one browser window."""

    def __init__(self, browser, server, code, screen):
        self.context = browser.new_context(**screen)
        self.page = self.context.new_page()
        self.code, self.url = code, server.url
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def arrive(self):
        """Open the start link."""
        self.page.goto(f"{self.url}/InitializeParticipant/{self.code}")

    def introduce(self, *, game=None, with_enter=False, to="**/contingent_pgg/Play/**"):
        """Agree, read, and answer the introduction's questions, the last key being Enter."""
        self.page.locator('button[value="yes"]').click()
        self.page.wait_for_url("**/introduction/Instructions/**")
        self.page.locator("form button").click()
        self.page.wait_for_url("**/introduction/Quiz/**")
        answers = {q.name: q.answer for q in introduction_questions(game or Game())}
        if with_enter:
            # Enter hands in an unfinished sheet: it comes back with what is missing, kept.
            self.page.fill('[name="nobody"]', answers["nobody"])
            self.page.press('[name="nobody"]', "Enter")
            self.page.wait_for_selector("[role=alert]")
        self.answer(answers)
        self.page.wait_for_url(to)

    def answer(self, answers):
        """Fill in a page of questions and hand it in."""
        fold = self.page.locator("details.step:not([open]) > summary")
        if fold.count():
            fold.click()
        for name, text in answers.items():
            one = self.page.locator(f'[name="{name}"]')
            if one.first.get_attribute("type") == "radio":
                self.page.locator(f'[name="{name}"][value="{text}"]').check()
            else:
                one.fill(text)
        self.page.locator("form:has([name]) button[type=submit]").last.click()

    def stage(self):
        """Return what the screen asks for."""
        return self.page.locator("#screen").get_attribute("data-stage")

    def number(self, name):
        """Return the round or part the screen is about."""
        return int(self.page.locator("#screen").get_attribute(f"data-{name}"))

    def wait_for(self, stage, round=None):
        """Wait for a screen."""
        wanted = f'#screen[data-stage="{stage}"]' + (f'[data-round="{round}"]' if round else "")
        self.page.wait_for_selector(wanted, timeout=30_000)

    def seat(self):
        """Return the member's letter."""
        return self.page.inner_text(".place .seat").strip()[-1]

    def act(self, values):
        """Fill in the open stage's form, numbers and options, and press Enter or its button."""
        form = self.page.locator("form.decision")
        for name, value in values.items():
            one = form.locator(f'[name="{name}"]')
            if one.first.get_attribute("type") == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                one.fill(str(value))
        typed = form.locator("input[type=number]")
        if typed.count():
            typed.last.press("Enter")
        else:
            form.locator("button[type=submit]").click()

    def past(self):
        """Return the table of all rounds: by round, what stands under each heading."""
        return self.page.evaluate(PAST)

    def decide(self, amount, beliefs=()):
        """Type a contribution, and beliefs where they are asked, and confirm."""
        self.page.fill('[name="contribution"]', str(amount))
        for name, value in beliefs:
            self.page.fill(f'[name="belief.{name}"]', str(value))
        self.page.locator('form[data-do="contribute"] button').click()

    def text(self):
        """Return what can be read on the page."""
        return self.page.inner_text("body")

    def overflow(self):
        """Return by how many pixels the page is wider than its window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
