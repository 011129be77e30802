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

    /** Decodes the part of {@code rows} rows and {@code columns} columns from a corner on. */
    void load(Codec codec, long row, long column, float[][] part, int rows, int columns) {
        if (columnStride == 1) {
            for (int i = 0; i < rows; i++) {
                codec.load(bytes, element(row + i, column), part[i], 0, columns);
            }
        } else if (rowStride == 1) {
            loadColumns(codec, row, column, part, rows, columns);
        } else {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    codec.load(bytes, element(row + i, column + j), part[i], j, 1);
                }
            }
        }
    }

    /** Eight columns at a time, so that a row is touched once for eight of its elements. */
    private void loadColumns(
            Codec codec, long row, long column, float[][] part, int rows, int columns) {
        float[][] eight = new float[8][rows];
        for (int j = 0; j < columns; j += 8) {
            int width = Math.min(8, columns - j);
            for (int c = 0; c < width; c++) {
                codec.load(bytes, element(row, column + j + c), eight[c], 0, rows);
            }
            if (width == 8) {
                scatter(eight, part, j, rows);
            } else {
                for (int i = 0; i < rows; i++) {
                    for (int c = 0; c < width; c++) {
                        part[i][j + c] = eight[c][i];
                    }
                }
            }
        }
    }

    private static void scatter(float[][] eight, float[][] part, int at, int rows) {
        float[] c0 = eight[0];
        float[] c1 = eight[1];
        float[] c2 = eight[2];
        float[] c3 = eight[3];
        float[] c4 = eight[4];
        float[] c5 = eight[5];
        float[] c6 = eight[6];
        float[] c7 = eight[7];
        for (int i = 0; i < rows; i++) {
            float[] row = part[i];
            row[at] = c0[i];
            row[at + 1] = c1[i];
            row[at + 2] = c2[i];
            row[at + 3] = c3[i];
            row[at + 4] = c4[i];
            row[at + 5] = c5[i];
            row[at + 6] = c6[i];
            row[at + 7] = c7[i];
        }
    }

    /** Decodes F64; parameters as in {@link #load(Codec, long, long, float[][], int, int)}. */
    void load(Codec codec, long row, long column, double[][] part, int rows, int columns) {
        if (columnStride == 1) {
            for (int i = 0; i < rows; i++) {
                codec.load(bytes, element(row + i, column), part[i], 0, columns);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    part[i][j] = bytes.get(Layouts.F64_LE, 8 * element(row + i, column + j));
                }
            }
        }
    }

    /**
     * Encodes a part of {@code rows} rows and {@code columns} columns from a corner on.
     *
     * @throws IllegalArgumentException if the matrix lies neither row by row nor column by column
     */
    void store(Codec codec, long row, long column, float[][] part, int rows, int columns) {
        if (columnStride == 1) {
            for (int i = 0; i < rows; i++) {
                codec.store(part[i], 0, bytes, element(row + i, column), columns);
            }
        } else if (rowStride == 1) {
            storeColumns(codec, row, column, part, rows, columns);
        } else {
            throw noLines();
        }
    }

    /** Eight columns at a time, so that a row is touched once for eight of its elements. */
    private void storeColumns(
            Codec codec, long row, long column, float[][] part, int rows, int columns) {
        float[][] eight = new float[8][rows];
        for (int j = 0; j < columns; j += 8) {
            int width = Math.min(8, columns - j);
            for (int i = 0; i < rows; i++) {
                float[] line = part[i];
                for (int c = 0; c < width; c++) {
                    eight[c][i] = line[j + c];
                }
            }
            for (int c = 0; c < width; c++) {
                codec.store(eight[c], 0, bytes, element(row, column + j + c), rows);
            }
        }
    }

    /** Encodes F64; parameters as in {@link #store(Codec, long, long, float[][], int, int)}. */
    void store(Codec codec, long row, long column, double[][] part, int rows, int columns) {
        if (columnStride != 1) {
            throw noLines();
        }
        for (int i = 0; i < rows; i++) {
            codec.store(part[i], 0, bytes, element(row + i, column), columns);
        }
    }

    private IllegalArgumentException noLines() {
        return new IllegalArgumentException(
                "matmul: a product with strides %d and %d cannot be written"
                        .formatted(rowStride, columnStride));
    }
}
