"""The first page of each role is light once the assets are cached, and asks no other host."""

import gzip
import re

import brotli
import pytest

from tests.cast import PEOPLE

MOST_BYTES = 100_000
# what a browser fetches, sends to or connects to by itself; a link that is followed is no request
FETCHED = re.compile(r"""<(?:link|script|img|source|iframe|form|use|image|object)\b[^>]*>""")
ADDRESS = re.compile(r"""\b(?:src|href|action|srcset|data|xlink:href)=["']([^"']*)""")


@pytest.fixture(params=[name for name, _stranger in PEOPLE.values()])
def first_page(request, as_, issued) -> str:
    response = as_(request.param).get("/", follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_it_is_light_once_the_assets_are_cached(first_page):
    html = first_page.encode()

    assert len(gzip.compress(html)) < MOST_BYTES
    assert len(brotli.compress(html)) < MOST_BYTES


def test_nothing_is_fetched_from_another_host(first_page):
    addresses = [found for tag in FETCHED.findall(first_page) for found in ADDRESS.findall(tag)]

    assert any("look.css" in address for address in addresses)
    assert [each for each in addresses if re.match(r"[a-z+.-]+:|//", each, re.I)] == []
