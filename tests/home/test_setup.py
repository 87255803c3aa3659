"""What ``setup_site`` makes."""


def test_site_answers_with_its_sections(site_tree, client):
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    for section in (site_tree.news, site_tree.theory, site_tree.lectures, site_tree.topics):
        assert f'href="{section.url}"' in page
