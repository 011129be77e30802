package dev.mlxj.array.kernel;

/** Decodes rows of the right matrix of a product, part by part. For one thread. */
interface QuantizedPanel {
    /** How many rows can be opened at once: whole groups of any size. */
    int DEPTH = 256;

    /**
     * Says which part comes next.
     *
     * @param line of the packed matrix at which the right matrix begins
     * @param row the first row of the right matrix wanted, a multiple of {@link #DEPTH}
     */
    void open(long line, int row, int rows, int column, int columns);

    /** Decodes an opened row, counted from the first one. */
    void decode(int row, float[] into);
}
