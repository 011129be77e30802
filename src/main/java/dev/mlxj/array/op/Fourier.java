package dev.mlxj.array.op;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.Primitive;
import dev.mlxj.array.View;
import dev.mlxj.array.kernel.Blocks;
import dev.mlxj.array.kernel.FourierTransform;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import java.util.List;

/**
 * The discrete Fourier transform along the last axis, in C64, computed in double precision: {@code
 * sum(x[j] exp(-2 pi i j k / n))}. What {@code mlx.core.fft} is made of.
 *
 * @param inverse whether the exponent is positive; the result is not divided by n
 */
public record Fourier(boolean inverse) implements Primitive {
    /** Along an axis of at least one element; real numbers become C64. */
    public static Array of(Array x, int axis, boolean inverse) {
        return Rows.along(new Fourier(inverse), x.astype(DType.C64), axis);
    }

    @Override
    public String name() {
        return inverse ? "fft::ifft" : "fft::fft";
    }

    @Override
    public Shape shape(List<Array> in) {
        return in.getFirst().shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return DType.C64;
    }

    @Override
    public View eval(List<View> in) {
        Tensor x = in.getFirst().tensor();
        Tensor out = Memory.allocate(DType.C64, x.shape());
        int n = Math.toIntExact(x.shape().extent(-1));
        if (x.shape().elements() > 0) {
            FourierTransform transform = new FourierTransform(n, inverse);
            int rows = Math.max(1, 16_384 / n);
            Blocks.runWith(x.shape().elements() / n, rows, () -> body(transform, x, out, n));
        }
        return View.of(out);
    }

    private static Blocks.Body body(FourierTransform transform, Tensor x, Tensor out, int n) {
        Row row = new Row(x, n);
        double[] re = new double[n];
        double[] im = new double[n];
        return (first, count) -> {
            for (long at = first; at < first + count; at++) {
                row.load(at);
                float[] pairs = row.floats();
                for (int i = 0; i < n; i++) {
                    re[i] = pairs[2 * i];
                    im[i] = pairs[2 * i + 1];
                }
                transform.apply(re, im);
                for (int i = 0; i < n; i++) {
                    pairs[2 * i] = (float) re[i];
                    pairs[2 * i + 1] = (float) im[i];
                }
                row.store(out, at);
            }
        };
    }

    @Override
    public Array batched(List<Array> in) {
        return Array.of(this, in);
    }

    /** The transform is its own transpose. */
    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        return List.of(Array.of(this, cotangent));
    }
}
