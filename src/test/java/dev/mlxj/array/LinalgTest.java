package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.List;
import java.util.Random;

/** Factors multiply to what was factored; an F64 of such a size loses less than 1e-9. */
class LinalgTest {
    private static final double TOLERANCE = 1e-9;

    @Property(tries = 40)
    void singular_vectors_and_values_multiply_to_the_matrix(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 6) int columns) {
        Array a = drawn(seed, rows, columns);
        List<Array> parts = Linalg.svd(a);
        int k = Math.min(rows, columns);
        Array u = parts.get(0);
        Array vt = parts.get(2);
        Array scaled = u.slice(1, 0, k).multiply(parts.get(1));
        close(scaled.matmul(vt.slice(0, 0, k)), a);
        close(u.T().matmul(u), Array.identity(rows));
        close(vt.matmul(vt.T()), Array.identity(columns));
    }

    @Property(tries = 40)
    void q_and_r_multiply_to_the_matrix(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 6) int columns) {
        Array a = drawn(seed, rows, columns);
        List<Array> parts = Linalg.qr(a);
        close(parts.get(0).matmul(parts.get(1)), a);
        close(parts.get(1).tril(-1), Array.zeros(DType.F64, 1, 1));
    }

    @Property(tries = 40)
    void eigenvectors_turn_a_symmetric_matrix_into_its_values(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n) {
        Array x = drawn(seed, n, n);
        Array a = x.add(x.T());
        List<Array> parts = Linalg.eigh(a);
        close(a.matmul(parts.get(1)), parts.get(1).multiply(parts.get(0)));
    }

    @Property(tries = 40)
    void the_cholesky_factor_squares_to_the_matrix(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n) {
        Array x = drawn(seed, n, n);
        Array a = x.matmul(x.T()).add(Array.identity(n));
        Array l = Linalg.cholesky(a);
        close(l.matmul(l.T()), a);
    }

    @Property(tries = 40)
    void a_solution_solves(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int n) {
        Array a = drawn(seed, n, n).add(Array.identity(n).multiply(3));
        Array b = drawn(seed + 1, n, 2);
        close(a.matmul(Linalg.solve(a, b)), b);
        close(a.matmul(Linalg.inv(a)), Array.identity(n));
    }

    private static Array drawn(long seed, int rows, int columns) {
        double[] numbers = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
        return Array.ofDoubles(numbers).reshape(rows, columns);
    }

    private static void close(Array got, Array expected) {
        assertThat(got.subtract(expected).abs().max().item()).isLessThan(TOLERANCE);
    }
}
