"""A tokeniser whose edges fall where facts begin and end: `£3m-£4m` is £ 3 m - £ 4 m, `council's` is council 's.

Words, numbers and single marks are tokens, so that every amount, name and date is a whole number of tokens and its
span in `Doc.spans` is exact. spaCy's own English rules keep `£3m-£4m` as `£`, `3m-£4`, `m`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

TOKEN = re.compile(
    r"[^\W\d_]+(?=['’]s\b)|['’]s\b|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\S ]+| (?: +)|[^\w\s]|_| ",
)
TEXT = "sharedfacts_text"  # where a Doc keeps the text it was made from: Doc.text joins all tokens each time


def text_of(doc: Doc) -> str:
    """The text of a Doc, whoever made it."""
    text: str = doc.user_data.get(TEXT) or doc.text
    return text


class FactTokenizer:
    """Splits text into words, numbers and single marks; keeps every character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of a text; `Doc.text` is the text, always."""
        words: list[str] = []
        spaces: list[bool] = []
        for token in TOKEN.findall(text):
            if token == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={TEXT: text})

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to keep: the rule is code."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> FactTokenizer:
        """Itself."""
        return self

    def to_disk(self, _: str | Path, **__: object) -> None:
        """Nothing to keep."""

    def from_disk(self, _: str | Path, **__: object) -> FactTokenizer:
        """Itself."""
        return self


@registry.tokenizers("sharedfacts.FactTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], FactTokenizer]:
    """The tokeniser as spaCy configurations name it."""
    return lambda nlp: FactTokenizer(nlp.vocab)
