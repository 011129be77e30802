package dev.mlxj.array.kernel;

import dev.mlxj.tensor.DType;

import java.lang.foreign.MemorySegment;

/**
 * A matrix where it lies: element {@code (i, j)} is element {@code first + i * rowStride + j *
 * columnStride} of the bytes. A transposed matrix is one whose strides change places.
 *
 * @param dtype of the elements
 * @param first the element at {@code (0, 0)}, counted from the start of {@code bytes}
 * @param rowStride in elements, 0 to repeat a row
 * @param columnStride in elements
 */
public record Matrix(
        DType dtype, MemorySegment bytes, long first, long rowStride, long columnStride) {

    /** A matrix of {@code columns} columns, row by row, from element {@code first} on. */
    public static Matrix rows(DType dtype, MemorySegment bytes, long first, long columns) {
        return new Matrix(dtype, bytes, first, columns, 1);
    }

    public Matrix transposed() {
        return new Matrix(dtype, bytes, first, columnStride, rowStride);
    }

    private long element(long row, long column) {
        return first + row * rowStride + column * columnStride;
    }

    /** This matrix as a factor of a product, in F32. */
    public Operand operand() {
        if (columnStride != 1 && rowStride == 1) {
            return new Operand(transposed()::lines, true);
        }
        return new Operand(this::lines, false);
    }

    private PanelSource.Lines lines() {
        Codec codec = Codec.of(dtype);
        if (columnStride == 1) {
            return (line, first, into, at, n) ->
                    codec.load(bytes, element(line, first), into, at, n);
        }
        return (line, first, into, at, n) -> {
            for (int i = 0; i < n; i++) {
                codec.load(bytes, element(line, first + i), into, at + i, 1);
            }
        };
    }

    /** Decodes a part of a row of F64. */
    void load(Codec codec, long row, long column, double[] part, int at, int n) {
        if (columnStride == 1) {
            codec.load(bytes, element(row, column), part, at, n);
        } else {
            for (int j = 0; j < n; j++) {
                part[at + j] = bytes.get(Layouts.F64_LE, 8 * element(row, column + j));
            }
        }
    }

    /**
     * Encodes a part of {@code rows} rows and {@code columns} columns from a corner on.
     *
     * @param part its rows, {@code stride} from the beginning of one to the next
     * @throws IllegalArgumentException if the matrix lies neither row by row nor column by column
     */
    void store(
            Codec codec, long row, long column, float[] part, int stride, int rows, int columns) {
        if (columnStride == 1) {
            for (int i = 0; i < rows; i++) {
                codec.store(part, i * stride, bytes, element(row + i, column), columns);
            }
        } else if (rowStride == 1) {
            storeColumns(codec, row, column, part, stride, rows, columns);
        } else {
            throw noLines();
        }
    }

    /** Eight columns at a time, so that a row is touched once for eight of its elements. */
    private void storeColumns(
            Codec codec, long row, long column, float[] part, int stride, int rows, int columns) {
        float[][] eight = new float[8][rows];
        for (int j = 0; j < columns; j += 8) {
            int width = Math.min(8, columns - j);
            for (int i = 0; i < rows; i++) {
                for (int c = 0; c < width; c++) {
                    eight[c][i] = part[i * stride + j + c];
                }
            }
            for (int c = 0; c < width; c++) {
                codec.store(eight[c], 0, bytes, element(row, column + j + c), rows);
            }
        }
    }

    /**
     * Encodes a part of a row of F64.
     *
     * @throws IllegalArgumentException if the matrix does not lie row by row
     */
    void store(Codec codec, long row, long column, double[] part, int at, int n) {
        if (columnStride != 1) {
            throw noLines();
        }
        codec.store(part, at, bytes, element(row, column), n);
    }

    private IllegalArgumentException noLines() {
        return new IllegalArgumentException(
                "matmul: a product with strides %d and %d cannot be written"
                        .formatted(rowStride, columnStride));
    }
}
