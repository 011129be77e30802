package dev.mlxj.array.kernel;

/** Rows that are lines of the packed matrix: {@code x w}. */
final class PanelAlongLines implements QuantizedPanel {
    private final QuantizedLines lines;
    private long first;
    private int column;
    private int columns;

    PanelAlongLines(QuantizedMatrix matrix) {
        this.lines = matrix.open();
    }

    @Override
    public void open(long line, int row, int rows, int fromColumn, int n) {
        first = line + row;
        column = fromColumn;
        columns = n;
    }

    @Override
    public void decode(int row, float[] into) {
        lines.load(first + row, column, into, 0, columns);
    }
}
