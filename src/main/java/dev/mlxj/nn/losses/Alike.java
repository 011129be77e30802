package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/** The arrays of a loss that must have one shape. */
final class Alike {
    private Alike() {}

    /**
     * @throws IllegalArgumentException if the two differ in shape
     */
    static void require(String loss, String name, Array a, String otherName, Array b) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(
                    "%s: %s of shape %s do not match %s of shape %s"
                            .formatted(loss, otherName, b.shape(), name, a.shape()));
        }
    }

    /** The losses, each times its weight. */
    static Array weighted(String name, Array loss, Array weights) {
        require(name, "losses", loss, "weights", weights);
        return loss.multiply(weights);
    }
}
