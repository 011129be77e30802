package dev.mlxj.array.kernel;

import static dev.mlxj.array.kernel.Layouts.U16_LE;
import static dev.mlxj.array.kernel.Layouts.U32_LE;
import static dev.mlxj.array.kernel.Layouts.U64_LE;

import java.lang.foreign.MemorySegment;

/**
 * Copies matrices whose columns lie in a row, so that their rows do: tile by tile, each read and
 * written in whole lines of the cache and turned between. Element by element it takes ten times as
 * long, since every element is in a line of its own. For one thread.
 */
public final class TransposedCopy {
    /** Rows and columns of a tile. */
    public static final int TILE = 64;

    private final int bits;
    private final short[][] shorts;
    private final int[][] ints;
    private final long[][] longs;

    /**
     * A copier.
     *
     * @param bits of an element: 16, 32 or 64
     */
    public TransposedCopy(int bits) {
        this.bits = bits;
        this.shorts = new short[bits == 16 ? TILE + 1 : 0][TILE];
        this.ints = new int[bits == 32 ? TILE + 1 : 0][TILE];
        this.longs = new long[bits == 64 ? TILE + 1 : 0][TILE];
    }

    /**
     * Copies up to {@link #TILE} rows.
     *
     * @param from the first element; the next row begins one element further
     * @param step elements from one column to the next
     * @param to the first element of the copy, whose columns follow each other
     * @param stride elements from one row of the copy to the next
     */
    public void rows(
            MemorySegment in,
            long from,
            long step,
            MemorySegment out,
            long to,
            long stride,
            int rows,
            long columns) {
        for (long column = 0; column < columns; column += TILE) {
            int n = (int) Math.min(TILE, columns - column);
            long first = from + column * step;
            switch (bits) {
                case 16 -> turnShorts(in, first, step, out, to + column, stride, rows, n);
                case 32 -> turnInts(in, first, step, out, to + column, stride, rows, n);
                default -> turnLongs(in, first, step, out, to + column, stride, rows, n);
            }
        }
    }

    private void turnShorts(
            MemorySegment in,
            long from,
            long step,
            MemorySegment out,
            long to,
            long stride,
            int rows,
            int n) {
        for (int j = 0; j < n; j++) {
            MemorySegment.copy(in, U16_LE, 2 * (from + j * step), shorts[j], 0, rows);
        }
        short[] row = shorts[TILE];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                row[j] = shorts[j][i];
            }
            MemorySegment.copy(row, 0, out, U16_LE, 2 * (to + i * stride), n);
        }
    }

    private void turnInts(
            MemorySegment in,
            long from,
            long step,
            MemorySegment out,
            long to,
            long stride,
            int rows,
            int n) {
        for (int j = 0; j < n; j++) {
            MemorySegment.copy(in, U32_LE, 4 * (from + j * step), ints[j], 0, rows);
        }
        int[] row = ints[TILE];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                row[j] = ints[j][i];
            }
            MemorySegment.copy(row, 0, out, U32_LE, 4 * (to + i * stride), n);
        }
    }

    private void turnLongs(
            MemorySegment in,
            long from,
            long step,
            MemorySegment out,
            long to,
            long stride,
            int rows,
            int n) {
        for (int j = 0; j < n; j++) {
            MemorySegment.copy(in, U64_LE, 8 * (from + j * step), longs[j], 0, rows);
        }
        long[] row = longs[TILE];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < n; j++) {
                row[j] = longs[j][i];
            }
            MemorySegment.copy(row, 0, out, U64_LE, 8 * (to + i * stride), n);
        }
    }
}
