package dev.mlxj.nn.layers;

import dev.mlxj.nn.Layer;

/**
 * What the layers of a transformer have in common.
 *
 * @param mlpDims features inside the feed-forward part
 * @param dropout probability, in [0, 1)
 * @param normFirst whether a part normalises its input rather than its result
 * @param checkpoint whether an encoder or decoder computes each of its layers again for the
 *     gradient, instead of keeping all intermediate values until then
 */
public record TransformerOptions(
        int mlpDims, double dropout, Layer activation, boolean normFirst, boolean checkpoint) {
    /** Four times the features inside, no dropout, ReLU, norms first. */
    public static TransformerOptions of(int dims) {
        return new TransformerOptions(4 * dims, 0, Activations::relu, true, false);
    }

    public TransformerOptions withMlpDims(int mlpDims) {
        return new TransformerOptions(mlpDims, dropout, activation, normFirst, checkpoint);
    }

    public TransformerOptions withDropout(double dropout) {
        return new TransformerOptions(mlpDims, dropout, activation, normFirst, checkpoint);
    }

    public TransformerOptions withActivation(Layer activation) {
        return new TransformerOptions(mlpDims, dropout, activation, normFirst, checkpoint);
    }

    /** Normalises results, as in the paper. */
    public TransformerOptions withNormLast() {
        return new TransformerOptions(mlpDims, dropout, activation, false, checkpoint);
    }

    /** Computes each layer again for the gradient. */
    public TransformerOptions withCheckpoint() {
        return new TransformerOptions(mlpDims, dropout, activation, normFirst, true);
    }
}
