"""Blocks of another request are found in whatever form a page or its minifier gives them."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import SnippetRenderer, User
from wootric_snippet.integration.replay import StreamFilter, block_owners, cut_blocks, decoded
from wootric_snippet.markup import block_id

BLOCK = SnippetRenderer("NPS-1", delivery="data", loader_url="/l.js").render(User(external_id="1")).encode()
ID = BLOCK.split(b'"', 2)[1].decode()
PAGE = b"<p>a < b</p>" + BLOCK + b"<footer>wootric-0123</footer>"
CUT = b"<p>a < b</p><footer>wootric-0123</footer>"


def test_block_of_a_user_names_its_owner_and_its_content() -> None:
    (owner,) = block_owners(PAGE).values()
    assert block_owners(PAGE) == {ID: owner}
    assert len({ID, block_id("{}", owner), block_id("{ }", owner), block_id("{}", None)}) == 4
    assert block_owners(SnippetRenderer("NPS-1", include_anonymous=True).render(None).encode()) == {}


@pytest.mark.parametrize("replaced", [b'id="', b"id='", b"id=", b'ID="', b'data-x id="'])
def test_block_is_found_however_its_attributes_are_written(replaced: bytes) -> None:
    quote = replaced[-1:] if replaced[-1:] in b"\"'" else b""
    page = PAGE.replace(f'id="{ID}"'.encode(), replaced + ID.encode() + quote)
    assert list(block_owners(page)) == [ID]
    assert ID.encode() not in cut_blocks(page, {ID}).replace(f"{ID}-file".encode(), b"")


def test_block_and_its_file_are_cut_out_whole() -> None:
    assert cut_blocks(PAGE, {ID}) == CUT
    assert cut_blocks(PAGE, {"wootric-other"}) == PAGE


@given(st.lists(st.integers(0, len(PAGE)), max_size=8))
def test_stream_is_cut_alike_however_it_comes_in_pieces(ends: list[int]) -> None:
    bounds = [0, *sorted(ends), len(PAGE)]
    pieces = [PAGE[start:end] for start, end in pairwise(bounds)]
    cutting = StreamFilter(lambda piece: cut_blocks(piece, block_owners(piece)))
    assert b"".join(cutting.filtered(pieces)) == CUT


def test_stream_without_blocks_is_not_held_up() -> None:
    passing = StreamFilter(lambda piece: piece)
    pieces = [b"<p>a</p>", b"b &lt; c", b"<p>d</p>"]
    assert [passing.feed(piece) for piece in pieces] == pieces


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", PAGE),
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE)),
        ("GZIP ", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
    ],
)
def test_compressed_page_is_read(encoding: str, body: bytes) -> None:
    assert decoded(body, encoding) == PAGE


@pytest.mark.parametrize(("encoding", "body"), [("gzip", b"no gzip"), ("br", b"x"), ("other", b"x")])
def test_body_that_cannot_be_read_is_left_alone(encoding: str, body: bytes) -> None:
    assert decoded(body, encoding) is None
