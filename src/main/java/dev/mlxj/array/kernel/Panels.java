package dev.mlxj.array.kernel;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Decodes parts of one factor of a product into the layouts that tiles want. For one thread. */
final class Panels {
    /** Lines that are turned at once, so that a row is touched once for eight of its elements. */
    private static final int TURNED = 8;

    private final PanelSource.Lines lines;
    private final PanelSource.@Nullable Columns sideBySide;
    private final boolean transposed;
    private float[][] turning = new float[TURNED][0];

    Panels(PanelSource source, boolean transposed) {
        this.lines = source.open();
        this.sideBySide =
                transposed && source instanceof PanelSource.SideBySide columns
                        ? columns.columns()
                        : null;
        this.transposed = transposed;
    }

    /** Decodes a part from a corner on, a row of it in each array. */
    void load(long row, long column, float[][] part, int rows, int columns) {
        if (!transposed) {
            for (int i = 0; i < rows; i++) {
                lines.load(row + i, column, part[i], 0, columns);
            }
            return;
        }
        if (sideBySide != null) {
            for (int j = 0; j < columns; j += PanelSource.Columns.MOST_LINES) {
                int n = Math.min(PanelSource.Columns.MOST_LINES, columns - j);
                sideBySide.open(column + j, n, row, rows);
                for (int i = 0; i < rows; i++) {
                    sideBySide.load(i, part[i], j);
                }
            }
            return;
        }
        for (int j = 0; j < columns; j += TURNED) {
            float[][] turned = turn(column + j, row, Math.min(TURNED, columns - j), rows);
            if (columns - j >= TURNED) {
                for (int i = 0; i < rows; i++) {
                    take(turned, i, part[i], j);
                }
            } else {
                for (int i = 0; i < rows; i++) {
                    for (int c = 0; c < columns - j; c++) {
                        part[i][j + c] = turned[c][i];
                    }
                }
            }
        }
    }

    /**
     * Decodes a part in blocks of {@link GemmKernel#DEPTH} columns: row after row of the first
     * block, then those of the next.
     *
     * @param block numbers from the beginning of one block to the next
     */
    void loadBlocks(long row, long column, float[] part, int block, int rows, int columns) {
        int depth = GemmKernel.DEPTH;
        if (!transposed) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j += depth) {
                    int at = j / depth * block + i * depth;
                    lines.load(row + i, column + j, part, at, Math.min(depth, columns - j));
                }
            }
            return;
        }
        for (int j = 0; j < columns; j += TURNED) {
            // Beyond the last column the block has room for what is not used.
            float[][] turned = turn(column + j, row, Math.min(TURNED, columns - j), rows);
            int at = j / depth * block + j % depth;
            for (int i = 0; i < rows; i++) {
                take(turned, i, part, at + i * depth);
            }
        }
    }

    /**
     * Decodes a part strip by strip: {@code width} columns of all its rows, then the next columns.
     * The last strip is filled up with zeros.
     *
     * @param from where the first strip begins
     * @param width a multiple of eight
     */
    void loadStrips(
            long row, long column, float[] part, int from, int width, int rows, int columns) {
        if (sideBySide != null) {
            stripsSideBySide(row, column, part, from, width, rows, columns);
            return;
        }
        if (transposed) {
            stripsOfLines(row, column, part, from, width, rows, columns);
            return;
        }
        float[] line = scratch(1, columns)[0];
        for (int i = 0; i < rows; i++) {
            lines.load(row + i, column, line, 0, columns);
            intoStrips(line, columns, part, from + i * width, width, rows);
        }
    }

    /** A row of all strips, the first of which has it from {@code at} on. */
    private static void intoStrips(
            float[] line, int columns, float[] part, int at, int width, int rows) {
        for (int j = 0; j < columns; j += width) {
            int to = at + j * rows;
            int n = Math.min(width, columns - j);
            System.arraycopy(line, j, part, to, n);
            for (int c = n; c < width; c++) {
                part[to + c] = 0;
            }
        }
    }

    private void stripsSideBySide(
            long row, long column, float[] part, int from, int width, int rows, int columns) {
        PanelSource.Columns decoder = Objects.requireNonNull(sideBySide);
        int most = PanelSource.Columns.MOST_LINES / width * width;
        float[] line = scratch(1, most)[0];
        for (int j = 0; j < columns; j += most) {
            int n = Math.min(most, columns - j);
            decoder.open(column + j, n, row, rows);
            for (int i = 0; i < rows; i++) {
                decoder.load(i, line, 0);
                intoStrips(line, n, part, from + j * rows + i * width, width, rows);
            }
        }
    }

    private void stripsOfLines(
            long row, long column, float[] part, int from, int width, int rows, int columns) {
        for (int j = 0; j < columns; j += width) {
            for (int c = j; c < j + width; c += TURNED) {
                int at = from + j * rows + c - j;
                int n = Math.clamp(columns - c, 0, TURNED);
                float[][] turned = turn(column + c, row, n, rows);
                if (n == TURNED) {
                    for (int i = 0; i < rows; i++) {
                        take(turned, i, part, at + i * width);
                    }
                } else {
                    for (int i = 0; i < rows; i++) {
                        for (int e = 0; e < TURNED; e++) {
                            part[at + i * width + e] = e < n ? turned[e][i] : 0;
                        }
                    }
                }
            }
        }
    }

    private float[][] turn(long line, long first, int n, int length) {
        float[][] turned = scratch(TURNED, length);
        for (int c = 0; c < n; c++) {
            lines.load(line + c, first, turned[c], 0, length);
        }
        return turned;
    }

    private float[][] scratch(int n, int length) {
        for (int c = 0; c < n; c++) {
            if (turning[c].length < length) {
                turning[c] = new float[length];
            }
        }
        return turning;
    }

    private static void take(float[][] turned, int i, float[] row, int at) {
        row[at] = turned[0][i];
        row[at + 1] = turned[1][i];
        row[at + 2] = turned[2][i];
        row[at + 3] = turned[3][i];
        row[at + 4] = turned[4][i];
        row[at + 5] = turned[5][i];
        row[at + 6] = turned[6][i];
        row[at + 7] = turned[7][i];
    }
}
