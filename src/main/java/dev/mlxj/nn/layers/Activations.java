package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Activation functions, element by element unless an axis says otherwise. Each keeps the shape and
 * the dtype of floats, except {@link #glu}, which halves an axis, and {@link #step}, which gives
 * integers. They match the functions of {@code mlx.nn} of the same names.
 */
public final class Activations {
    private Activations() {}

    /** {@code 1 / (1 + exp(-x))}. */
    public static Array sigmoid(Array x) {
        return x.sigmoid();
    }

    /** {@code max(x, 0)}. */
    public static Array relu(Array x) {
        return x.maximum(0);
    }

    /** {@code max(x, 0)^2}. */
    public static Array relu2(Array x) {
        return x.maximum(0).square();
    }

    /** {@code min(max(x, 0), 6)}. */
    public static Array relu6(Array x) {
        return x.maximum(0).minimum(6.0);
    }

    /** {@link #leakyRelu(Array, double)} with slope 0.01. */
    public static Array leakyRelu(Array x) {
        return leakyRelu(x, 0.01);
    }

    /** {@code max(slope * x, x)}. */
    public static Array leakyRelu(Array x, double slope) {
        return x.multiply(slope).maximum(x);
    }

    /** {@link #logSoftmax(Array, int)} along the last axis. */
    public static Array logSoftmax(Array x) {
        return logSoftmax(x, -1);
    }

    /**
     * {@code x - max(x) - log(sum(exp(x - max(x))))} along an axis. The maximum goes first: added
     * to the logarithm it would swallow its digits.
     */
    public static Array logSoftmax(Array x, int axis) {
        Array shifted = x.subtract(x.maxKeepDims(axis).stopGradient());
        return shifted.subtract(shifted.logsumexpKeepDims(axis));
    }

    /** {@link #elu(Array, double)} with alpha 1. */
    public static Array elu(Array x) {
        return elu(x, 1.0);
    }

    /** {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}. */
    public static Array elu(Array x, double alpha) {
        return Array.where(x.greater(0), x, x.exp().subtract(1).multiply(alpha));
    }

    /** {@code elu(x, 1.67326) * 1.0507}. */
    public static Array selu(Array x) {
        return elu(x, 1.67326).multiply(1.0507);
    }

    /** {@link #celu(Array, double)} with alpha 1. */
    public static Array celu(Array x) {
        return celu(x, 1.0);
    }

    /** {@code max(x, 0) + alpha * (exp(min(x, 0) / alpha) - 1)}. */
    public static Array celu(Array x, double alpha) {
        Array negative = x.minimum(0.0).divide(alpha).exp().subtract(1).multiply(alpha);
        return x.maximum(0.0).add(negative);
    }

    /** {@link #softmax(Array, int)} along the last axis. */
    public static Array softmax(Array x) {
        return softmax(x, -1);
    }

    /** {@code exp(x) / sum(exp(x))} along an axis. */
    public static Array softmax(Array x, int axis) {
        return x.softmax(axis);
    }

    /** {@link #softmin(Array, int)} along the last axis. */
    public static Array softmin(Array x) {
        return softmin(x, -1);
    }

    /** {@code exp(-x) / sum(exp(-x))} along an axis. */
    public static Array softmin(Array x, int axis) {
        return x.negative().softmax(axis);
    }

    /** {@code log(1 + exp(x))}. */
    public static Array softplus(Array x) {
        return x.logaddexp(zero(x));
    }

    /** {@code x / (1 + |x|)}. */
    public static Array softsign(Array x) {
        return x.divide(x.abs().add(1));
    }

    /** {@link #softshrink(Array, double)} with lambda 0.5. */
    public static Array softshrink(Array x) {
        return softshrink(x, 0.5);
    }

    /** {@code x - sign(x) * lambda} where {@code |x| > lambda}, else 0. */
    public static Array softshrink(Array x, double lambda) {
        return Array.where(x.abs().greater(lambda), x.subtract(x.sign().multiply(lambda)), zero(x));
    }

    /** {@link #hardShrink(Array, double)} with lambda 0.5. */
    public static Array hardShrink(Array x) {
        return hardShrink(x, 0.5);
    }

    /** {@code x} where {@code |x| > lambda}, else 0. */
    public static Array hardShrink(Array x, double lambda) {
        return Array.where(x.abs().greater(lambda), x, zero(x));
    }

    /** {@code x * sigmoid(x)}, also called swish. */
    public static Array silu(Array x) {
        return x.multiply(x.sigmoid());
    }

    /** {@code log(sigmoid(x))}. */
    public static Array logSigmoid(Array x) {
        return softplus(x.negative()).negative();
    }

    /** {@code x * (1 + erf(x / sqrt(2))) / 2}: {@code x} times the normal distribution function. */
    public static Array gelu(Array x) {
        return x.multiply(x.divide(Math.sqrt(2)).erf().add(1)).divide(2);
    }

    /** {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}, as GPT-2 has it. */
    public static Array geluApprox(Array x) {
        Array inner = x.add(x.power(3).multiply(0.044715)).multiply(Math.sqrt(2 / Math.PI));
        return x.multiply(0.5).multiply(inner.tanh().add(1));
    }

    /** {@code x * sigmoid(1.702 x)}, as CLIP has it. */
    public static Array geluFastApprox(Array x) {
        return x.multiply(x.multiply(1.702).sigmoid());
    }

    /** {@link #glu(Array, int)} along the last axis. */
    public static Array glu(Array x) {
        return glu(x, -1);
    }

    /** {@code a * sigmoid(b)} of the two halves of an axis, whose extent must be even. */
    public static Array glu(Array x, int axis) {
        List<Array> halves = x.split(2, axis);
        return halves.getFirst().multiply(halves.getLast().sigmoid());
    }

    /** {@link #step(Array, double)} at 0. */
    public static Array step(Array x) {
        return step(x, 0.0);
    }

    /** 1 where {@code x >= threshold}, else 0, as I32. */
    public static Array step(Array x, double threshold) {
        return x.greaterEqual(threshold).astype(DType.I32);
    }

    /** {@code max(0, x) + alpha * min(0, x)}. */
    public static Array prelu(Array x, Array alpha) {
        return x.maximum(0).add(alpha.multiply(x.minimum(0)));
    }

    /** {@code x * tanh(softplus(x))}. */
    public static Array mish(Array x) {
        return x.multiply(softplus(x).tanh());
    }

    /** {@code x * min(max(x + 3, 0), 6) / 6}. */
    public static Array hardswish(Array x) {
        return x.multiply(x.add(3).maximum(0).minimum(6)).divide(6);
    }

    /** {@link #hardTanh(Array, double, double)} between -1 and 1. */
    public static Array hardTanh(Array x) {
        return hardTanh(x, -1.0, 1.0);
    }

    /** {@code min(max(x, low), high)}. */
    public static Array hardTanh(Array x, double low, double high) {
        return x.maximum(low).minimum(high);
    }

    /** The hyperbolic tangent. */
    public static Array tanh(Array x) {
        return x.tanh();
    }

    private static Array zero(Array x) {
        return Array.zeros(x.dtype());
    }
}
