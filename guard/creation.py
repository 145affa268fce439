"""What is left of a session whose creation failed half-way?

oTree commits several times while it creates a session; after a failure the session and its
participants stay, and the wide export of the whole database fails from then on. Here nothing
stays.
"""

HOOKS = ("otree.session.create_session",)


def apply() -> None:
    """Remove what a failed creation has written."""
    from otree import session

    create = session.create_session

    def create_session(*args, **kwargs):
        newest = _newest()
        try:
            return create(*args, **kwargs)
        except Exception:
            _remove_after(newest)
            raise

    session.create_session = create_session


def _newest() -> int:
    from otree.database import dbq
    from otree.models import Session
    from sqlalchemy import func

    return dbq(func.max(Session.id)).scalar() or 0


def _remove_after(newest: int) -> None:
    """Delete younger sessions; creation holds the lock, so nobody else's can be among them."""
    from otree.database import db, dbq
    from otree.models import Session

    db.rollback()
    dbq(Session).filter(Session.id > newest).delete(synchronize_session=False)
    db.commit()
