package dev.mlxj.nn.losses;

import dev.mlxj.array.Array;

/**
 * The losses of {@code mlx.nn.losses} with MLX's default settings, by MLX's names. The short form
 * has MLX's default reduction, which is the mean for some and none for others. Other settings are
 * those of the loss's own record.
 */
public final class Losses {
    private Losses() {}

    /** {@link CrossEntropy} along the last axis, without smoothing, one for each. */
    public static Array crossEntropy(Array logits, Array targets) {
        return crossEntropy(logits, targets, Reduction.NONE);
    }

    /** {@link CrossEntropy} along the last axis, without smoothing. */
    public static Array crossEntropy(Array logits, Array targets, Reduction reduction) {
        return new CrossEntropy(-1, 0, reduction).of(logits, targets);
    }

    /** {@link BinaryCrossEntropy} of logits, their mean. */
    public static Array binaryCrossEntropy(Array inputs, Array targets) {
        return binaryCrossEntropy(inputs, targets, Reduction.MEAN);
    }

    /** {@link BinaryCrossEntropy} of logits. */
    public static Array binaryCrossEntropy(Array inputs, Array targets, Reduction reduction) {
        return new BinaryCrossEntropy(true, reduction).of(inputs, targets);
    }

    /** {@link L1Loss}: their mean. */
    public static Array l1Loss(Array predictions, Array targets) {
        return l1Loss(predictions, targets, Reduction.MEAN);
    }

    /** {@link L1Loss}. */
    public static Array l1Loss(Array predictions, Array targets, Reduction reduction) {
        return new L1Loss(reduction).of(predictions, targets);
    }

    /** {@link MseLoss}: their mean. */
    public static Array mseLoss(Array predictions, Array targets) {
        return mseLoss(predictions, targets, Reduction.MEAN);
    }

    /** {@link MseLoss}. */
    public static Array mseLoss(Array predictions, Array targets, Reduction reduction) {
        return new MseLoss(reduction).of(predictions, targets);
    }

    /** {@link NllLoss} along the last axis, one for each. */
    public static Array nllLoss(Array inputs, Array targets) {
        return nllLoss(inputs, targets, Reduction.NONE);
    }

    /** {@link NllLoss} along the last axis. */
    public static Array nllLoss(Array inputs, Array targets, Reduction reduction) {
        return new NllLoss(-1, reduction).of(inputs, targets);
    }

    /** {@link GaussianNllLoss} without the constant, eps 1e-6, their mean. */
    public static Array gaussianNllLoss(Array inputs, Array targets, Array vars) {
        return gaussianNllLoss(inputs, targets, vars, Reduction.MEAN);
    }

    /** {@link GaussianNllLoss} without the constant, eps 1e-6. */
    public static Array gaussianNllLoss(
            Array inputs, Array targets, Array vars, Reduction reduction) {
        return new GaussianNllLoss(false, 1e-6, reduction).of(inputs, targets, vars);
    }

    /** {@link KlDivLoss} along the last axis, one for each. */
    public static Array klDivLoss(Array inputs, Array targets) {
        return klDivLoss(inputs, targets, Reduction.NONE);
    }

    /** {@link KlDivLoss} along the last axis. */
    public static Array klDivLoss(Array inputs, Array targets, Reduction reduction) {
        return new KlDivLoss(-1, reduction).of(inputs, targets);
    }

    /** {@link SmoothL1Loss} with beta 1, their mean. */
    public static Array smoothL1Loss(Array predictions, Array targets) {
        return smoothL1Loss(predictions, targets, Reduction.MEAN);
    }

    /** {@link SmoothL1Loss} with beta 1. */
    public static Array smoothL1Loss(Array predictions, Array targets, Reduction reduction) {
        return new SmoothL1Loss(1, reduction).of(predictions, targets);
    }

    /** {@link TripletLoss} along the last axis, p 2, margin 1, eps 1e-6, one for each. */
    public static Array tripletLoss(Array anchors, Array positives, Array negatives) {
        return tripletLoss(anchors, positives, negatives, Reduction.NONE);
    }

    /** {@link TripletLoss} along the last axis, p 2, margin 1, eps 1e-6. */
    public static Array tripletLoss(
            Array anchors, Array positives, Array negatives, Reduction reduction) {
        return new TripletLoss(-1, 2, 1, 1e-6, reduction).of(anchors, positives, negatives);
    }

    /** {@link HingeLoss}: one for each. */
    public static Array hingeLoss(Array inputs, Array targets) {
        return hingeLoss(inputs, targets, Reduction.NONE);
    }

    /** {@link HingeLoss}. */
    public static Array hingeLoss(Array inputs, Array targets, Reduction reduction) {
        return new HingeLoss(reduction).of(inputs, targets);
    }

    /** {@link HuberLoss} with delta 1, one for each. */
    public static Array huberLoss(Array inputs, Array targets) {
        return huberLoss(inputs, targets, Reduction.NONE);
    }

    /** {@link HuberLoss} with delta 1. */
    public static Array huberLoss(Array inputs, Array targets, Reduction reduction) {
        return new HuberLoss(1, reduction).of(inputs, targets);
    }

    /** {@link LogCoshLoss}: one for each. */
    public static Array logCoshLoss(Array inputs, Array targets) {
        return logCoshLoss(inputs, targets, Reduction.NONE);
    }

    /** {@link LogCoshLoss}. */
    public static Array logCoshLoss(Array inputs, Array targets, Reduction reduction) {
        return new LogCoshLoss(reduction).of(inputs, targets);
    }

    /** {@link CosineSimilarityLoss} along axis 1, eps 1e-8, one for each. */
    public static Array cosineSimilarityLoss(Array x1, Array x2) {
        return cosineSimilarityLoss(x1, x2, Reduction.NONE);
    }

    /** {@link CosineSimilarityLoss} along axis 1, eps 1e-8. */
    public static Array cosineSimilarityLoss(Array x1, Array x2, Reduction reduction) {
        return new CosineSimilarityLoss(1, 1e-8, reduction).of(x1, x2);
    }

    /** {@link MarginRankingLoss} with margin 0, one for each. */
    public static Array marginRankingLoss(Array inputs1, Array inputs2, Array targets) {
        return marginRankingLoss(inputs1, inputs2, targets, Reduction.NONE);
    }

    /** {@link MarginRankingLoss} with margin 0. */
    public static Array marginRankingLoss(
            Array inputs1, Array inputs2, Array targets, Reduction reduction) {
        return new MarginRankingLoss(0, reduction).of(inputs1, inputs2, targets);
    }
}
