package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.array.op.Dequantize;
import dev.mlxj.array.op.GatherQmm;
import dev.mlxj.array.op.Quantize;
import dev.mlxj.array.op.QuantizedMatmul;
import dev.mlxj.array.random.Random;
import dev.mlxj.golden.TensorComparison;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

@DisplayNameGeneration(ReplaceUnderscores.class)
class QuantizedTest {
    private static List<Quantization> everyQuantization() {
        List<Quantization> all = new ArrayList<>();
        for (int bits : new int[] {2, 3, 4, 5, 6, 8}) {
            for (int size : new int[] {32, 64, 128}) {
                all.add(Quantization.affine(size, bits));
            }
        }
        all.add(Quantization.of(Quantization.Mode.MXFP4));
        all.add(Quantization.of(Quantization.Mode.MXFP8));
        all.add(Quantization.of(Quantization.Mode.NVFP4));
        return all;
    }

    private static Array normal(long seed, DType dtype, long... extents) {
        return Random.normal(Random.key(seed), dtype, 0, 1, extents);
    }

    private static void assertSameBits(Array got, Array expected) {
        assertThat(got.dtype()).isEqualTo(expected.dtype());
        assertThat(got.shape()).isEqualTo(expected.shape());
        TensorComparison.bits("product", expected.tensor(), got.tensor());
    }

    /** The definition of the product: that of the decoded matrix. */
    @ParameterizedTest
    @MethodSource("everyQuantization")
    void a_product_has_the_bits_of_the_product_with_the_decoded_matrix(Quantization how) {
        Quantized w = normal(1, DType.F32, 77, 384).quantize(how);
        Array decoded = w.dequantize(DType.F32);
        for (int rows : new int[] {1, 2, 3, 131}) {
            Array x = normal(2, DType.F32, rows, 384);
            assertSameBits(x.quantizedMatmul(w), x.matmul(decoded.T()));
            Array y = normal(3, DType.F32, rows, 77);
            assertSameBits(QuantizedMatmul.untransposed(y, w), y.matmul(decoded));
        }
    }

    @ParameterizedTest
    @MethodSource("everyQuantization")
    void a_product_is_the_same_for_any_number_of_threads(Quantization how) {
        Quantized w = normal(4, DType.F32, 300, 128).quantize(how);
        Array x = normal(5, DType.F32, 9, 128);
        int usual = Threads.count();
        try {
            Threads.set(1);
            Array alone = x.quantizedMatmul(w);
            alone.tensor();
            Threads.set(3);
            assertSameBits(x.quantizedMatmul(w), alone);
        } finally {
            Threads.set(usual);
        }
    }

    /** A code more or less moves an element by the scale; half of it is the most that is lost. */
    @Property(tries = 60)
    void an_affine_element_is_off_by_half_a_scale_at_most(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = 2, max = 6) int bits) {
        Array x = normal(seed, DType.F32, 3, 128);
        Quantized packed = x.quantize(Quantization.affine(32, bits));
        Array error = packed.dequantize().subtract(x).abs().unflatten(-1, 4, 32).max(-1);
        // The end that is not kept may be beyond the last code by almost half a scale more.
        Array most = packed.scales().abs().multiply(1.01);
        assertThat(error.lessEqual(most).all().itemBoolean()).isTrue();
    }

    @Test
    void axes_in_front_broadcast_as_in_matmul() {
        Quantized w = normal(6, DType.F32, 2, 1, 5, 64).quantize(Quantization.affine(64, 4));
        Array x = normal(7, DType.F32, 3, 4, 64);
        Array expected = x.matmul(w.dequantize().mT());
        assertSameBits(x.quantizedMatmul(w), expected);
        assertThat(expected.shape()).isEqualTo(Shape.of(2, 3, 4, 5));
        Quantized one = normal(8, DType.F32, 5, 64).quantize(Quantization.affine(64, 4));
        Array vector = normal(9, DType.F32, 64);
        assertSameBits(vector.quantizedMatmul(one), vector.matmul(one.dequantize().T()));
    }

    @Test
    void half_floats_add_up_in_f32_and_round_once() {
        Quantized w = normal(10, DType.BF16, 6, 128).quantize(Quantization.affine(64, 8));
        Array x = normal(11, DType.BF16, 4, 128);
        Quantized wide =
                new Quantized(
                        w.weight(),
                        w.scales().astype(DType.F32),
                        Objects.requireNonNull(w.biases()).astype(DType.F32),
                        w.how());
        Array exact = x.astype(DType.F32).quantizedMatmul(wide);
        assertSameBits(x.quantizedMatmul(w), exact.astype(DType.BF16));
    }

    @Test
    void gradients_of_scales_and_biases_are_those_of_the_decoded_matrix() {
        Quantization how = Quantization.affine(32, 3);
        Quantized w = normal(12, DType.F32, 5, 96).quantize(how);
        Array x = normal(13, DType.F32, 2, 3, 96);
        Array cotangent = normal(14, DType.F32, 2, 3, 5);
        List<Array> primals = List.of(x, w.scales(), w.biases());
        Grad.Result packed =
                Grad.vjp(
                        in ->
                                List.of(
                                        in.get(0)
                                                .quantizedMatmul(
                                                        new Quantized(
                                                                w.weight(),
                                                                in.get(1),
                                                                in.get(2),
                                                                how))),
                        primals,
                        List.of(cotangent));
        Grad.Result plain =
                Grad.vjp(
                        in ->
                                List.of(
                                        in.get(0)
                                                .matmul(
                                                        new Quantized(
                                                                        w.weight(),
                                                                        in.get(1),
                                                                        in.get(2),
                                                                        how)
                                                                .dequantize()
                                                                .T())),
                        primals,
                        List.of(cotangent));
        for (int i = 0; i < primals.size(); i++) {
            TensorComparison.close(
                    "gradient " + i,
                    plain.gradients().get(i).tensor(),
                    packed.gradients().get(i).tensor(),
                    1e-4,
                    1e-4);
        }
    }

    @Test
    void chosen_matrices_and_their_gradients_are_those_of_copies() {
        Quantization how = Quantization.affine(32, 4);
        Quantized w = normal(15, DType.F32, 3, 5, 64).quantize(how);
        Array x = normal(16, DType.F32, 4, 2, 64);
        Array lhs = Array.of(0, 3, 3, 1);
        Array rhs = Array.of(2, 0, 2, 2);
        Array cotangent = normal(17, DType.F32, 4, 2, 5);
        List<Array> primals = List.of(x, w.scales(), w.biases());
        Grad.Result chosen =
                Grad.vjp(
                        in ->
                                List.of(
                                        GatherQmm.of(
                                                in.get(0),
                                                new Quantized(
                                                        w.weight(), in.get(1), in.get(2), how),
                                                lhs,
                                                rhs,
                                                true)),
                        primals,
                        List.of(cotangent));
        Grad.Result copied =
                Grad.vjp(
                        in ->
                                List.of(
                                        in.get(0)
                                                .take(lhs, 0)
                                                .matmul(
                                                        new Quantized(
                                                                        w.weight(),
                                                                        in.get(1),
                                                                        in.get(2),
                                                                        how)
                                                                .dequantize()
                                                                .take(rhs, 0)
                                                                .mT())),
                        primals,
                        List.of(cotangent));
        assertSameBits(chosen.values().getFirst(), copied.values().getFirst());
        for (int i = 0; i < primals.size(); i++) {
            TensorComparison.close(
                    "gradient " + i,
                    copied.gradients().get(i).tensor(),
                    chosen.gradients().get(i).tensor(),
                    1e-4,
                    1e-4);
        }
    }

    @Test
    void packed_weights_have_no_gradient() {
        Quantized w = normal(18, DType.F32, 5, 64).quantize(Quantization.affine(64, 4));
        Array x = normal(19, DType.F32, 2, 64);
        assertThatThrownBy(
                        () ->
                                Grad.vjp(
                                        in ->
                                                List.of(
                                                        x.quantizedMatmul(
                                                                new Quantized(
                                                                        in.get(0),
                                                                        w.scales(),
                                                                        w.biases(),
                                                                        w.how()))),
                                        List.of(w.weight()),
                                        List.of(Array.ones(2, 5))))
                .hasMessage("[QuantizedMatmul::vjp] no gradient wrt the quantized weights.");
    }

    /** Worked by hand: the greatest is 4 times 6, so its scale is 4, and 2.5 * 4 a tie. */
    @Test
    void a_tie_of_f4_goes_to_the_smaller_magnitude_and_zero_has_no_sign() {
        float[] numbers = new float[32];
        numbers[0] = 24;
        numbers[1] = 10;
        numbers[2] = -10;
        numbers[3] = -0.5f;
        numbers[4] = -12;
        Quantized packed =
                Array.of(numbers).reshape(1, 32).quantize(Quantization.of(Quantization.Mode.MXFP4));
        assertThat(packed.scales().itemLong()).isEqualTo(127 + 2);
        assertThat(packed.weight().tensor().bytes().get(Layouts.U32_LE, 0)).isEqualTo(0xd0c47);
    }

    /** A power of two less would be needed than E8M0 has. */
    @Test
    void scales_too_small_for_eight_bits_become_the_least() {
        Quantized packed =
                Array.full(DType.F32, 1e-44, 1, 32)
                        .quantize(Quantization.of(Quantization.Mode.MXFP4));
        assertThat(packed.scales().itemLong()).isZero();
        assertThat(packed.dequantize(DType.F32).max().item()).isZero();
    }

    /**
     * Scales as the reference gives them for 16 times each of 1 and 7 with a global scale of 3:
     * {@code mx.quantize(w, mode="nvfp4", global_scale=mx.array(3.0))}.
     */
    @Test
    void a_global_scale_brings_small_groups_into_the_range_of_their_scales() {
        Array w =
                Array.concatenate(
                        List.of(
                                Array.full(DType.F32, 1.0, 1, 16),
                                Array.full(DType.F32, 7.0, 1, 16)),
                        -1);
        Array globalScale = Array.scalar(3.0);
        Quantization how = Quantization.of(Quantization.Mode.NVFP4);
        Quantized packed = Quantize.of(w, how, globalScale);
        assertThat(packed.scales().toList()).isEqualTo(List.of(List.of(113L, 126L)));
        Array back = Dequantize.of(packed, DType.F32, globalScale);
        assertThat(back.max().item()).isEqualTo(3.0);
        assertThatThrownBy(() -> Quantize.of(w, Quantization.affine(32, 4), globalScale))
                .hasMessage(
                        "[quantize] Global scale is only supported for 'nvfp4' quantization mode.");
    }

    @Test
    void parts_that_do_not_fit_are_refused_when_the_graph_is_built() {
        Quantized w = normal(20, DType.F32, 3, 64).quantize(Quantization.affine(64, 4));
        assertThatThrownBy(
                        () ->
                                new Quantized(
                                        w.weight(),
                                        w.scales(),
                                        w.biases(),
                                        Quantization.affine(64, 8)))
                .hasMessageContaining("(3,8)")
                .hasMessageContaining("group_size=64, bits=8, mode=affine");
        assertThatThrownBy(() -> new Quantized(w.weight(), w.scales(), null, w.how()))
                .hasMessage("[quantize] Biases must be provided for affine quantization.");
        assertThatThrownBy(() -> Array.zeros(2, 32).quantizedMatmul(w))
                .hasMessageContaining("(2,32)")
                .hasMessageContaining("(64, 3)");
        assertThatThrownBy(() -> Array.zeros(DType.I32, 2, 64).quantize(Quantization.affine(64, 4)))
                .hasMessageContaining("int32");
    }

    @Test
    void empty_arrays_are_quantised_to_empty_ones() {
        Quantized packed = Array.zeros(0, 64).quantize(Quantization.affine(64, 4));
        assertThat(packed.dequantize().tensor().shape()).isEqualTo(Shape.of(0, 64));
        assertThat(Array.zeros(2, 64).quantizedMatmul(packed).tensor().shape())
                .isEqualTo(Shape.of(2, 0));
    }
}
