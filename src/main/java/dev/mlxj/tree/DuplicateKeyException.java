package dev.mlxj.tree;

/** Two entries of a flat tree name the same place. */
public final class DuplicateKeyException extends IllegalArgumentException {
    public DuplicateKeyException(String first, String second) {
        super(
                first.equals(second)
                        ? "'%s' is there twice".formatted(first)
                        : "'%s' and '%s' name one place".formatted(first, second));
    }
}
