"""Is the throw-away PostgreSQL real, separate, and gone afterwards?"""

import psycopg2
import pytest

from lab.postgres import Cluster, binaries


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


def test_a_fresh_database_is_empty_and_separate(cluster):
    other = cluster.fresh()
    name = other.rsplit("/", 1)[1]
    cluster.execute("CREATE TABLE kept (x int)")
    tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'kept'"
    assert cluster.execute(tables) == [(1,)]
    assert cluster.execute(tables, database=name) == [(0,)]


def test_killed_connections_fail_and_others_open(cluster):
    connection = psycopg2.connect(cluster.url)
    assert cluster.kill_connections() == 1
    with pytest.raises(psycopg2.OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert psycopg2.connect(cluster.url).closed == 0


def test_a_stranger_without_the_password_is_refused(cluster):
    address = cluster.url.replace(cluster.url.split("@")[0], "postgresql://contingent:wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(address)


def test_nothing_is_left_behind():
    with Cluster() as running:
        folder, url = running.folder, running.url
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(url)


def test_the_programs_found_belong_together():
    folder = binaries()
    assert (folder / "initdb").exists()
    assert (folder / "postgres").exists()
