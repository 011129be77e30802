package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.Promotion;
import dev.mlxj.array.Quantized;
import dev.mlxj.array.Shapes;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.kernel.Quantizer;
import dev.mlxj.array.kernel.Quantizer.Part;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a quantised array: {@code [.., columns]} to the words of the codes, or the scales or
 * biases of groups of neighbours in a row. The same bits as {@code mlx.core.quantize} gives.
 *
 * <p>In affine mode {@code x = scale * code + bias}; the end of a group that is farther from 0 and
 * 0 itself are kept. In the other modes x is a small float times a scale: the least power of two
 * from {@code greatest / 6} on (448 for F8), or that number as F8_E4M3, times {@code 2688 / global
 * scale} if there is one.
 */
public record Quantize(Quantization how, Part part) implements Primitive {
    /** The greatest scale of F8_E4M3 times the greatest value of F4. */
    static final float GREATEST_NVFP4 = 448 * 6;

    /**
     * The quantised array.
     *
     * @param x of at least two axes, the last a multiple of the group size; F32, F16 or BF16
     * @throws IllegalArgumentException if the dtype or the shape does not fit
     */
    public static Quantized of(Array x, Quantization how) {
        return of(x, how, null);
    }

    /**
     * The quantised array, with a scale for all of it.
     *
     * @param globalScale one number of F32, the greatest magnitude of x; for {@code nvfp4} alone,
     *     or null
     * @throws IllegalArgumentException if the dtype or a shape does not fit
     */
    public static Quantized of(Array x, Quantization how, @Nullable Array globalScale) {
        if (!x.dtype().isFloating() || x.dtype() == DType.F64) {
            throw new IllegalArgumentException(
                    "[quantize] Only float32, float16 and bfloat16 can be quantized but w has type %s."
                            .formatted(Promotion.name(x.dtype())));
        }
        if (x.ndim() < 2) {
            throw new IllegalArgumentException(
                    "[quantize] The matrix to be quantized must have at least 2 dimensions but has shape %s."
                            .formatted(Shapes.text(x.shape())));
        }
        if (x.shape().extent(-1) % how.groupSize() != 0) {
            throw new IllegalArgumentException(
                    "[quantize] The last dimension of the matrix needs to be divisible by the quantization group size %d. However the provided matrix has shape %s"
                            .formatted(how.groupSize(), Shapes.text(x.shape())));
        }
        requireGlobalScale("quantize", how, globalScale);
        List<Array> inputs = new ArrayList<>(List.of(x));
        if (globalScale != null) {
            inputs.add(globalScale);
        }
        return new Quantized(
                Array.of(new Quantize(how, Part.CODES), inputs),
                Array.of(new Quantize(how, Part.SCALES), inputs),
                how.hasBiases() ? Array.of(new Quantize(how, Part.BIASES), inputs) : null,
                how);
    }

    static void requireGlobalScale(String name, Quantization how, @Nullable Array scale) {
        if (scale == null) {
            return;
        }
        if (how.mode() != Quantization.Mode.NVFP4) {
            throw new IllegalArgumentException(
                    "[%s] Global scale is only supported for 'nvfp4' quantization mode."
                            .formatted(name));
        }
        if (scale.size() != 1 || scale.dtype() != DType.F32) {
            throw new IllegalArgumentException(
                    "[%s] Global scale must be one number of float32 but got %s of shape %s."
                            .formatted(
                                    name,
                                    Promotion.name(scale.dtype()),
                                    Shapes.text(scale.shape())));
        }
    }

    @Override
    public DType dtype(List<Array> in) {
        return dtype(in.getFirst().dtype());
    }

    private DType dtype(DType x) {
        if (part == Part.CODES) {
            return DType.U32;
        }
        return how.hasBiases() ? x : DType.U8;
    }

    @Override
    public Shape shape(List<Array> in) {
        return shape(in.getFirst().shape());
    }

    private Shape shape(Shape x) {
        long columns = x.extent(-1);
        return Shapes.with(
                x, x.rank() - 1, part == Part.CODES ? how.words(columns) : how.groups(columns));
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        Tensor out = Memory.allocate(dtype(x.dtype()), shape(x.shape()));
        float factor = in.size() == 1 ? 1 : GREATEST_NVFP4 / number(in.get(1));
        new Quantizer(how, x.dtype(), factor)
                .run(part, x.bytes(), x.shape().elements(), out.bytes());
        return View.of(out);
    }

    /** The only element of a view of F32. */
    static float number(View view) {
        return view.tensor().bytes().get(Layouts.F32_LE, 0);
    }

    @Override
    public Array batched(List<Array> in) {
        if (in.size() > 1) {
            return Primitive.super.batched(in);
        }
        return Array.of(this, in);
    }
}
