package dev.mlxj.array.op;

import dev.mlxj.array.Array;

/** {@code beta c + alpha a b}; c broadcasts. Matches {@code mlx.core.addmm}. */
public final class AddMM {
    private AddMM() {}

    /** The product of a and b as in {@link Matmul}. */
    public static Array of(Array c, Array a, Array b, double alpha, double beta) {
        Array product = Matmul.of(a, b);
        Array scaled = alpha == 1 ? product : product.multiply(alpha);
        return scaled.add(beta == 1 ? c : c.multiply(beta));
    }
}
