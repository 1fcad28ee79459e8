"""Writes a random language model of about 200 kB as a GGUF file: real to llama.cpp, nonsense to a reader.

Its vocabulary is a byte-level BPE made by hand: every byte, and the merges of a few English words, so that
texts of any script have tokens, and some tokens are longer than a byte. The weights are random but always
the same, so that one version of a server gives the same numbers every time.
"""

import sys
from collections import Counter

import numpy as np
from gguf import GGUFWriter, TokenType

WIDTH, LAYERS, HEADS, FEED, CONTEXT = 64, 2, 4, 128, 512
WORDS = (
    "the quick brown fox jumps over the lazy dog once upon a time there was a lighthouse and its keeper "
    "who read to the sea every night while the ships went home one after another through the rain"
)


def byte_characters() -> list[str]:
    """The printable stand-ins of the 256 bytes, by byte: GPT-2's own table."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    characters, spare = [], 256
    for byte in range(256):
        if byte in plain:
            characters.append(chr(byte))
        else:
            characters.append(chr(spare))
            spare += 1
    return characters


def learn_merges(words: list[str], count: int) -> list[tuple[str, str]]:
    """The most frequent pairs of neighbours, merged again and again; ties go by the alphabet."""
    parts = [list(word) for word in words]
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs = Counter(pair for word in parts for pair in zip(word, word[1:]))
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for word in parts:
            at = 0
            while at < len(word) - 1:
                if (word[at], word[at + 1]) == best:
                    word[at : at + 2] = ["".join(best)]
                at += 1
    return merges


def write_model(path: str) -> None:
    merges = learn_merges(["Ġ" + word for word in WORDS.split()], 160)
    tokens = [*byte_characters(), *("".join(pair) for pair in merges)]
    tokens = list(dict.fromkeys(tokens))
    end = len(tokens)
    tokens.append("<|endoftext|>")
    types = [TokenType.NORMAL] * end + [TokenType.CONTROL]

    writer = GGUFWriter(path, "llama")
    writer.add_name("tiny-random")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_add_bos_token(False)

    random = np.random.default_rng(7)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(name, (random.standard_normal(shape) / np.sqrt(WIDTH)).astype(np.float32))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(WIDTH, dtype=np.float32))

    weights("token_embd.weight", len(tokens), WIDTH)
    for layer in range(LAYERS):
        ones(f"blk.{layer}.attn_norm.weight")
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{part}.weight", WIDTH, WIDTH)
        ones(f"blk.{layer}.ffn_norm.weight")
        weights(f"blk.{layer}.ffn_gate.weight", FEED, WIDTH)
        weights(f"blk.{layer}.ffn_up.weight", FEED, WIDTH)
        weights(f"blk.{layer}.ffn_down.weight", WIDTH, FEED)
    ones("output_norm.weight")
    weights("output.weight", len(tokens), WIDTH)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write_model(sys.argv[1])
