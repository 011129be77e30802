package dev.mlxj.array.kernel;

/**
 * A factor of a product: lines that are its rows, or, where it is transposed, its columns.
 *
 * @param source of the lines
 * @param transposed whether element {@code (i, j)} is element {@code i} of line {@code j}
 */
public record Operand(PanelSource source, boolean transposed) {
    /** The matrix with rows and columns changed. */
    public Operand transpose() {
        return new Operand(source, !transposed);
    }

    /** A decoder of the parts of this factor, for one thread. */
    Panels open() {
        return new Panels(source, transposed);
    }
}
