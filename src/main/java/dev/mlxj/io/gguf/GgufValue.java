package dev.mlxj.io.gguf;

import dev.mlxj.tensor.Tensor;

import java.util.List;

/** What a GGUF file says of itself under one key. */
public sealed interface GgufValue {
    /** A text. */
    record Text(String text) implements GgufValue {}

    /** Texts, as the words of a tokenizer. */
    record Texts(List<String> texts) implements GgufValue {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /** A number or truth value (no axis), or several (one axis). */
    record Numbers(Tensor tensor) implements GgufValue {
        public Numbers {
            if (tensor.shape().rank() > 1) {
                throw new IllegalArgumentException(
                        "GGUF metadata: numbers have at most one axis, got " + tensor.shape());
            }
        }
    }
}
