package dev.mlxj.array;

import dev.mlxj.array.op.Fourier;
import dev.mlxj.array.op.Order;
import dev.mlxj.array.op.Pad;
import dev.mlxj.tensor.DType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The functions of {@code mlx.core.fft}, with its scaling "backward": the inverse transforms divide
 * by the number of elements. Results are C64, but those of {@code irfft} F32. Transforms over
 * several axes take the last of them as the real one.
 */
public final class Fft {
    private Fft() {}

    /** The transform along the last axis. */
    public static Array fft(Array x) {
        return fft(x, extent("fft", x, -1), -1);
    }

    /** The transform of the first n elements along an axis; zeros fill up what is missing. */
    public static Array fft(Array x, long n, int axis) {
        return Fourier.of(resized("fft", x, n, axis), axis, false);
    }

    /** The inverse transform along the last axis. */
    public static Array ifft(Array x) {
        return ifft(x, extent("ifft", x, -1), -1);
    }

    /** The inverse transform of the first n elements along an axis. */
    public static Array ifft(Array x, long n, int axis) {
        return Fourier.of(resized("ifft", x, n, axis), axis, true).multiply(1.0 / n);
    }

    /** The first half of the transform of real numbers along the last axis. */
    public static Array rfft(Array x) {
        return rfft(x, extent("rfft", x, -1), -1);
    }

    /** The first {@code n / 2 + 1} elements of the transform of real numbers along an axis. */
    public static Array rfft(Array x, long n, int axis) {
        return fft(x.real(), n, axis).slice(axis, 0, n / 2 + 1);
    }

    /** The real numbers, an even number of them, whose {@link #rfft(Array)} this is. */
    public static Array irfft(Array x) {
        return irfft(x, 2 * (extent("irfft", x, -1) - 1), -1);
    }

    /** The n real numbers along an axis whose {@link #rfft(Array, long, int)} this is. */
    public static Array irfft(Array x, long n, int axis) {
        Array half = resized("irfft", x.astype(DType.C64), n / 2 + 1, axis);
        int along = Shapes.axis("fft::irfft", half, axis);
        Array mirrored = Order.flip(half.slice(along, 1, (n + 1) / 2), along).conjugate();
        return ifft(Array.concatenate(List.of(half, mirrored), along), n, along).real();
    }

    /** {@link #fft(Array)} along each of these axes, all of them if none is given. */
    public static Array fftn(Array x, int... axes) {
        Array result = x;
        for (int axis : Shapes.axes("fft::fftn", x, axes)) {
            result = fft(result, x.shape().extent(axis), axis);
        }
        return result;
    }

    /** {@link #ifft(Array)} along each of these axes, all of them if none is given. */
    public static Array ifftn(Array x, int... axes) {
        Array result = x;
        for (int axis : Shapes.axes("fft::ifftn", x, axes)) {
            result = ifft(result, x.shape().extent(axis), axis);
        }
        return result;
    }

    /**
     * {@link #rfft(Array)} along the last of these axes, then {@link #fft(Array)} along the others.
     */
    public static Array rfftn(Array x, int... axes) {
        List<Integer> order = Shapes.axes("fft::rfftn", x, axes);
        int last = order.removeLast();
        Array result = rfft(x, x.shape().extent(last), last);
        for (int axis : order) {
            result = fft(result, x.shape().extent(axis), axis);
        }
        return result;
    }

    /**
     * {@link #ifft(Array)} along the first of these axes, then {@link #irfft(Array)} on the last.
     */
    public static Array irfftn(Array x, int... axes) {
        List<Integer> order = Shapes.axes("fft::irfftn", x, axes);
        int last = order.removeLast();
        Array result = x;
        for (int axis : order) {
            result = ifft(result, x.shape().extent(axis), axis);
        }
        return irfft(result, 2 * (x.shape().extent(last) - 1), last);
    }

    /** {@link #fftn} along the last two axes. */
    public static Array fft2(Array x) {
        return fftn(x, -2, -1);
    }

    /** {@link #ifftn} along the last two axes. */
    public static Array ifft2(Array x) {
        return ifftn(x, -2, -1);
    }

    /** {@link #rfftn} along the last two axes. */
    public static Array rfft2(Array x) {
        return rfftn(x, -2, -1);
    }

    /** {@link #irfftn} along the last two axes. */
    public static Array irfft2(Array x) {
        return irfftn(x, -2, -1);
    }

    /** The elements moved so that frequency 0 stands in the middle of these axes, or of all. */
    public static Array fftshift(Array x, int... axes) {
        Array result = x;
        for (int axis : Shapes.axes("fft::fftshift", x, axes)) {
            result = result.roll(x.shape().extent(axis) / 2, axis);
        }
        return result;
    }

    /** What {@link #fftshift} moved, back. */
    public static Array ifftshift(Array x, int... axes) {
        Array result = x;
        for (int axis : Shapes.axes("fft::ifftshift", x, axes)) {
            result = result.roll(-(x.shape().extent(axis) / 2), axis);
        }
        return result;
    }

    /** The frequencies of the elements of a transform of n, in F32, for samples d apart. */
    public static Array fftfreq(int n, double d) {
        Array positive = Array.arange(0, (n + 1) / 2, 1);
        Array negative = Array.arange(-(n / 2), 0, 1);
        return Array.concatenate(List.of(positive, negative), 0).multiply(1 / (n * d));
    }

    /** The frequencies of the elements of {@link #rfft}, in F32. */
    public static Array rfftfreq(int n, double d) {
        return Array.arange(0, n / 2 + 1, 1).multiply(1 / (n * d));
    }

    private static long extent(String operation, Array x, int axis) {
        return x.shape().extent(Shapes.axis("fft::" + operation, x, axis));
    }

    private static Array resized(String operation, Array x, long n, int axis) {
        int along = Shapes.axis("fft::" + operation, x, axis);
        if (n <= 0) {
            throw Refusal.of("fft::" + operation, "A transform of %d elements.".formatted(n), x);
        }
        Array cut = x.slice(along, 0, n);
        long missing = n - cut.shape().extent(along);
        if (missing == 0) {
            return cut;
        }
        List<Pad.Width> widths =
                new ArrayList<>(Collections.nCopies(x.ndim(), new Pad.Width(0, 0)));
        widths.set(along, new Pad.Width(0, Math.toIntExact(missing)));
        return Pad.of(cut, Pad.Mode.CONSTANT, Array.scalar(0L), widths);
    }
}
