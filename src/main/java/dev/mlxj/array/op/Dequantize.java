package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.QuantizedMatrix;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a quantised array: {@code [.., words]} to {@code [.., columns]}. Scale, product
 * and sum are each rounded to the dtype in which they are computed. Matches {@code
 * mlx.core.dequantize}.
 *
 * @param target the dtype in which is computed: F32, F16 or BF16
 */
public record Dequantize(Quantization how, DType target) implements Primitive {
    /**
     * The elements.
     *
     * @param dtype of the result, floating; affine modes compute in the dtype of their scales
     * @throws IllegalArgumentException if the dtype is not floating
     */
    public static Array of(Quantized x, DType dtype) {
        return of(x, dtype, null);
    }

    /**
     * The elements of what was quantised with a scale for all of it. The products are computed in
     * F32.
     *
     * @param globalScale as in {@link Quantize#of(Array, Quantization, Array)}, or null
     * @throws IllegalArgumentException if the dtype is not floating, or the scale does not fit
     */
    public static Array of(Quantized x, DType dtype, @Nullable Array globalScale) {
        if (!dtype.isFloating()) {
            throw new IllegalArgumentException(
                    "[dequantize] Only real floating types are supported but output dtype == %s."
                            .formatted(Promotion.name(dtype)));
        }
        Quantize.requireGlobalScale("dequantize", x.how(), globalScale);
        DType target = x.how().hasBiases() ? x.dtype() : dtype;
        if (target == DType.F64 || globalScale != null) {
            target = DType.F32;
        }
        List<Array> inputs = new ArrayList<>(List.of(x.weight(), scales(x.scales(), x, target)));
        if (x.biases() != null) {
            inputs.add(scales(x.biases(), x, target));
        }
        if (globalScale != null) {
            inputs.add(globalScale);
        }
        return AsType.of(Array.of(new Dequantize(x.how(), target), inputs), dtype);
    }

    private static Array scales(Array scales, Quantized x, DType target) {
        return x.how().hasBiases() ? AsType.of(scales, target) : scales;
    }

    @Override
    public DType dtype(List<Array> in) {
        return target;
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape());
    }

    private Shape shape(Shape words) {
        return Shapes.with(words, words.rank() - 1, how.elements(words.extent(-1)));
    }

    @Override
    public View eval(List<View> in) {
        boolean scaled = !how.hasBiases() && in.size() > 2;
        float factor = scaled ? Quantize.number(in.get(2)) / Quantize.GREATEST_NVFP4 : 1;
        Tensor out = Memory.allocate(target, shape(in.getFirst().shape()));
        matrix(how, in, factor).decode(target, out.bytes());
        return View.of(out);
    }

    /** Words, scales and, in affine mode, biases as they lie in memory. */
    static QuantizedMatrix matrix(Quantization how, List<View> parts, float factor) {
        Tensor words = parts.get(0).tensor();
        return new QuantizedMatrix(
                how,
                how.elements(words.shape().extent(-1)),
                words.bytes(),
                parts.get(1).tensor(),
                how.hasBiases() ? parts.get(2).tensor() : null,
                factor);
    }

    /** With respect to scales and biases, in affine mode. */
    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        if (!how.hasBiases()) {
            return Primitive.super.vjp(in, out, cotangent);
        }
        return List.of(
                Array.zeros(DType.U32, in.getFirst().shape().toArray()),
                scaleGradient(in, how, cotangent),
                biasGradient(how, cotangent));
    }

    /** The gradient of the scales for one of the elements: {@code sum(gradient * code)}. */
    static Array scaleGradient(List<Array> parts, Quantization how, Array gradient) {
        Array weight = parts.get(0);
        Array ones = Array.ones(DType.F32, parts.get(1).shape().toArray());
        Array zeros = Array.zeros(DType.F32, parts.get(1).shape().toArray());
        Array codes = of(new Quantized(weight, ones, zeros, how), gradient.dtype());
        return biasGradient(how, gradient.multiply(codes));
    }

    /** The gradient of the biases for one of the elements: its sum over each group. */
    static Array biasGradient(Quantization how, Array gradient) {
        long groups = how.groups(gradient.shape().extent(-1));
        return gradient.unflatten(-1, groups, how.groupSize()).sum(-1);
    }

    @Override
    public Array batched(List<Array> in) {
        if (in.size() > (how.hasBiases() ? 3 : 2)) {
            return Primitive.super.batched(in);
        }
        return Array.of(this, in);
    }
}
