package dev.mlxj.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GemmTest {
    private static final GemmKernel[] KERNELS = {new PlainGemm(), new VectorGemm()};

    private final int before = Threads.count();

    @AfterEach
    void restoreThreads() {
        Threads.set(before);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 17, 3",
        "3, 5, 7",
        "2, 16, 8",
        "5, 33, 257",
        "130, 20, 9",
        "64, 1030, 70",
        "300, 40, 300",
        "7, 1, 600",
        "4, 4, 0",
        "2, 2047, 3",
        "15, 2048, 16",
        "16, 2049, 5",
        "2047, 15, 4",
        "2049, 17, 3",
        "13, 31, 2049",
        "200, 33, 1100",
        "140, 2500, 2",
        "140, 2, 2500"
    })
    void each_element_adds_its_products_in_ascending_order_whatever_the_layout(
            int m, int n, int k) {
        float[] a = random(m * k, 1);
        float[] b = random(k * n, 2);
        float[] expected = new float[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int d = 0; d < k; d++) {
                    sum = Math.fma(a[i * k + d], b[d * n + j], sum);
                }
                expected[i * n + j] = sum;
            }
        }
        Matrix left = Matrix.rows(DType.F32, MemorySegment.ofArray(a), 0, k);
        Matrix right = Matrix.rows(DType.F32, MemorySegment.ofArray(b), 0, n);
        Matrix leftColumns = Matrix.rows(DType.F32, transposed(a, m, k), 0, m).transposed();
        Matrix rightColumns = Matrix.rows(DType.F32, transposed(b, k, n), 0, k).transposed();
        for (GemmKernel kernel : KERNELS) {
            for (int threads : new int[] {1, 2, 5}) {
                Threads.set(threads);
                assertThat(product(kernel, m, n, k, left, right)).isEqualTo(expected);
                assertThat(product(kernel, m, n, k, left, rightColumns)).isEqualTo(expected);
                assertThat(product(kernel, m, n, k, leftColumns, right)).isEqualTo(expected);
                assertThat(product(kernel, m, n, k, leftColumns, rightColumns)).isEqualTo(expected);
                assertThat(product(kernel, m, n, k, spread(left, m, k), spread(right, k, n)))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void halves_are_decoded_summed_in_f32_and_rounded_once() {
        for (DType dtype : new DType[] {DType.F16, DType.BF16}) {
            MemorySegment a = MemorySegment.ofArray(new short[3 * 50]);
            MemorySegment b = MemorySegment.ofArray(new short[50 * 20]);
            Cast.cast(DType.F32, MemorySegment.ofArray(random(150, 3)), dtype, a, 150);
            Cast.cast(DType.F32, MemorySegment.ofArray(random(1000, 4)), dtype, b, 1000);
            float[] wideA = new float[150];
            float[] wideB = new float[1000];
            Cast.cast(dtype, a, DType.F32, MemorySegment.ofArray(wideA), 150);
            Cast.cast(dtype, b, DType.F32, MemorySegment.ofArray(wideB), 1000);
            float[] wide =
                    product(
                            3,
                            20,
                            50,
                            Matrix.rows(DType.F32, MemorySegment.ofArray(wideA), 0, 50),
                            Matrix.rows(DType.F32, MemorySegment.ofArray(wideB), 0, 20));
            short[] expected = new short[60];
            Cast.cast(
                    DType.F32,
                    MemorySegment.ofArray(wide),
                    dtype,
                    MemorySegment.ofArray(expected),
                    60);
            short[] got = new short[60];
            Gemm.multiply(
                    3,
                    20,
                    50,
                    Matrix.rows(dtype, a, 0, 50),
                    Matrix.rows(dtype, b, 0, 20),
                    Matrix.rows(dtype, MemorySegment.ofArray(got), 0, 20));
            assertThat(got).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 9", "3, 7, 5", "13, 16, 300", "25, 33, 8", "300, 15, 17", "12, 2049, 3"})
    void f64_is_computed_in_f64_in_the_same_order(int m, int n, int k) {
        SplittableRandom random = new SplittableRandom(9);
        double[] a = random.doubles((long) m * k, -1, 1).toArray();
        double[] b = random.doubles((long) k * n, -1, 1).toArray();
        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int d = 0; d < k; d++) {
                    expected[i * n + j] = Math.fma(a[i * k + d], b[d * n + j], expected[i * n + j]);
                }
            }
        }
        Matrix left = Matrix.rows(DType.F64, MemorySegment.ofArray(a), 0, k);
        Matrix right = Matrix.rows(DType.F64, MemorySegment.ofArray(b), 0, n);
        for (GemmKernel kernel : KERNELS) {
            double[] got = new double[m * n];
            Matrix lines = Matrix.rows(DType.F64, MemorySegment.ofArray(got), 0, n);
            kernel.doubles(new Product<>(1, m, n, k, i -> left, i -> right, i -> lines));
            assertThat(got).isEqualTo(expected);
        }
    }

    @Test
    void lines_may_come_from_anywhere() {
        float[] expected = new float[40 * 30];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 30; j++) {
                for (int d = 0; d < 50; d++) {
                    expected[30 * i + j] += (i + d) * (2 * j - d);
                }
            }
        }
        Operand a = new Operand(() -> PanelsOf.lines((i, d) -> i + d), false);
        Operand b = new Operand(() -> PanelsOf.lines((j, d) -> 2 * j - d), true);
        for (GemmKernel kernel : KERNELS) {
            float[] got = new float[40 * 30];
            Matrix out = Matrix.rows(DType.F32, MemorySegment.ofArray(got), 0, 30);
            kernel.floats(new Product<>(1, 40, 30, 50, i -> a, i -> b, i -> out));
            assertThat(got).isEqualTo(expected);
        }
    }

    /** Lines by formula. */
    private interface PanelsOf {
        float at(long line, long place);

        static PanelSource.Lines lines(PanelsOf formula) {
            return (line, first, into, at, n) -> {
                for (int i = 0; i < n; i++) {
                    into[at + i] = formula.at(line, first + i);
                }
            };
        }
    }

    @Test
    void batches_are_products_of_their_own() {
        float[] a = random(4 * 6 * 5, 5);
        float[] b = random(4 * 5 * 7, 6);
        float[] got = new float[4 * 6 * 7];
        MemorySegment left = MemorySegment.ofArray(a);
        MemorySegment right = MemorySegment.ofArray(b);
        MemorySegment out = MemorySegment.ofArray(got);
        Gemm.multiplyAll(
                4,
                6,
                7,
                5,
                i -> Matrix.rows(DType.F32, left, 30 * i, 5),
                i -> Matrix.rows(DType.F32, right, 35 * i, 7),
                i -> Matrix.rows(DType.F32, out, 42 * i, 7));
        for (int i = 0; i < 4; i++) {
            float[] one =
                    product(
                            6,
                            7,
                            5,
                            Matrix.rows(DType.F32, left, 30 * i, 5),
                            Matrix.rows(DType.F32, right, 35 * i, 7));
            for (int e = 0; e < 42; e++) {
                assertThat(got[42 * i + e]).isEqualTo(one[e]);
            }
        }
    }

    private static float[] product(int m, int n, int k, Matrix a, Matrix b) {
        float[] out = new float[m * n];
        Gemm.multiply(m, n, k, a, b, Matrix.rows(DType.F32, MemorySegment.ofArray(out), 0, n));
        return out;
    }

    private static float[] product(GemmKernel kernel, int m, int n, int k, Matrix a, Matrix b) {
        float[] out = new float[m * n];
        Matrix lines = Matrix.rows(DType.F32, MemorySegment.ofArray(out), 0, n);
        kernel.floats(new Product<>(1, m, n, k, i -> a.operand(), i -> b.operand(), i -> lines));
        return out;
    }

    private static MemorySegment transposed(float[] values, int rows, int columns) {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = values[i * columns + j];
            }
        }
        return MemorySegment.ofArray(out);
    }

    /** The same matrix with two elements of no meaning after each of its own. */
    private static Matrix spread(Matrix matrix, int rows, int columns) {
        float[] out = new float[1 + 3 * rows * columns];
        for (int i = 0; i < rows * columns; i++) {
            out[1 + 3 * i] = matrix.bytes().get(Layouts.F32_LE, 4L * i);
        }
        return new Matrix(DType.F32, MemorySegment.ofArray(out), 1, 3L * columns, 3);
    }

    private static float[] random(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
