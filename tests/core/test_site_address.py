"""The site's address is that of the present run."""

from wagtail.models import Site

import pytest

from core.serving.options import Options
from core.site_address import follow_run, follow_this_run

pytestmark = pytest.mark.django_db


def run(tmp_path, **environ):
    follow_run(Options.read({"HONGFAN_HOME": str(tmp_path), **environ}))
    return Site.objects.get(is_default_site=True).root_url


@pytest.mark.usefixtures("site_tree")
class TestFollowingARun:
    def test_host_and_port_of_each_run(self, tmp_path):
        assert run(tmp_path) == "http://127.0.0.1:8000"
        assert run(tmp_path, PORT="8031") == "http://127.0.0.1:8031"
        assert run(tmp_path, HOST="192.168.1.5", PORT="80") == "http://192.168.1.5"
        assert run(tmp_path, HOST="0.0.0.0", PORT="8001") == "http://127.0.0.1:8001"
        assert run(tmp_path, HOST="::1", PORT="8001") == "http://[::1]:8001"
        assert run(tmp_path, HOST="localhost", PORT="8002") == "http://localhost:8002"
        assert run(tmp_path, HOST="::", PORT="443") == "https://[::1]"

    def test_a_name_that_somebody_has_set_stays(self, tmp_path):
        Site.objects.update(hostname="dj.example.cn", port=443)
        assert run(tmp_path, PORT="8031") == "https://dj.example.cn"

    def test_every_page_and_the_map_say_so(self, client, tmp_path):
        run(tmp_path, PORT="8031")
        for place in ("/news/", "/sitemap-pages-1.xml"):
            assert "http://127.0.0.1:8031/news/" in client.get(place).text
            assert "http://localhost" not in client.get(place).text

    def test_only_on_one_machine(self, monkeypatch):
        monkeypatch.setenv("PORT", "8031")
        before = Site.objects.get().root_url
        follow_this_run()
        assert Site.objects.get().root_url == before
