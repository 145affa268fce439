"""How does a page refuse to be left before its game is over?

    class Play(Page):
        @staticmethod
        def refuses_post(player) -> bool:
            return not game_is_done(player)

While it returns true every POST to the page has no effect and leads back to the page: a bare one,
a forged timeout, the back button, and the researcher's "Advance slowest user(s)", which oTree runs
as a timeout that skips `error_message`.
"""

from guard.log import event

HOOKS = (
    "otree.views.abstract.Page.post",
    "otree.views.abstract.Page._redirect_to_page_the_user_should_be_on",
    "otree.models.Participant._submit_current_page",
)


def apply() -> None:
    """Ask the page before oTree handles a POST."""
    from otree.views.abstract import Page

    post = Page.post

    def asking(self):
        refuses = getattr(type(self), "refuses_post", None)
        if refuses is not None and refuses(self.player):
            event(session=self.participant._session_code, event="post_refused")
            return self._redirect_to_page_the_user_should_be_on()
        return post(self)

    Page.post = asking
