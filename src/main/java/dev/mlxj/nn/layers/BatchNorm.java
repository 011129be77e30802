package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.op.Var;
import dev.mlxj.nn.FreezeOption;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;
import dev.mlxj.tensor.DType;

import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code (x - mean) / sqrt(var + eps) * weight + bias}, mean and variance over the batch and all
 * positions, for each feature. In training they are those of the input, and running averages of
 * them are kept; in evaluation they are the running averages.
 *
 * <p>Shape: {@code [batch, features]}, {@code [batch, length, features]} or {@code [batch, height,
 * width, features]} to the same. Parameters, each {@code [features]}: {@code weight}, ones, {@code
 * bias}, zeros, {@code running_mean}, zeros, {@code running_var}, ones at first; the last two are
 * always frozen.
 *
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch Normalization</a>
 */
public final class BatchNorm extends Module implements Layer {
    private static final Set<String> STATISTICS = Set.of("running_mean", "running_var");

    private final int features;
    private final double eps;
    private final double momentum;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;

    /** With eps 1e-5, momentum 0.1, parameters and running statistics. */
    public BatchNorm(int features) {
        this(features, 1e-5, 0.1, true, true);
    }

    /**
     * A layer.
     *
     * @param momentum the weight of a new mean and variance in the running ones
     * @param affine whether there are weight and bias
     * @param trackRunningStats whether running statistics are kept and used
     */
    public BatchNorm(
            int features, double eps, double momentum, boolean affine, boolean trackRunningStats) {
        this.features = features;
        this.eps = Eps.positive("BatchNorm", eps);
        this.momentum = momentum;
        this.weight =
                affine ? parameter("weight", Array.ones(DType.F32, features)) : parameter("weight");
        this.bias =
                affine ? parameter("bias", Array.zeros(DType.F32, features)) : parameter("bias");
        this.runningMean = parameter("running_mean");
        this.runningVar = parameter("running_var");
        if (trackRunningStats) {
            runningMean.set(Array.zeros(DType.F32, features));
            runningVar.set(Array.ones(DType.F32, features));
            freeze(STATISTICS, FreezeOption.NO_RECURSE);
        }
    }

    @Override
    protected Set<String> alwaysFrozen() {
        return STATISTICS;
    }

    @Override
    public Array forward(Array x) {
        int rank = x.shape().rank();
        if (rank < 2 || rank > 4) {
            throw new IllegalArgumentException(
                    "BatchNorm: the input has %d axes, expected 2, 3 or 4".formatted(rank));
        }
        if (training() && x.shape().elements() == x.shape().extent(-1)) {
            throw new IllegalArgumentException(
                    "BatchNorm: training needs more than one value for each feature");
        }
        boolean tracks = runningMean.isPresent();
        int[] axes = IntStream.range(0, rank - 1).toArray();
        Array mean = tracks && !training() ? runningMean.value() : x.mean(axes);
        Array var = tracks && !training() ? runningVar.value() : x.var(axes);
        if (tracks && training()) {
            runningMean.set(running(runningMean.value(), mean));
            runningVar.set(running(runningVar.value(), Var.of(x, false, 1, axes)));
        }
        Array y = x.subtract(mean).multiply(var.add(eps).rsqrt());
        return weight.isPresent() ? weight.value().multiply(y).add(bias.value()) : y;
    }

    private Array running(Array old, Array now) {
        return old.multiply(1 - momentum).add(now.multiply(momentum));
    }

    @Override
    protected String extraRepr() {
        return "%d, eps=%s, momentum=%s, affine=%s, track_running_stats=%s"
                .formatted(
                        features,
                        Repr.of(eps),
                        Repr.of(momentum),
                        Repr.of(weight.isPresent()),
                        Repr.of(runningMean.isPresent()));
    }
}
