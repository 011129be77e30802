package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A gated recurrent unit: {@code r, z = sigmoid(W x_t + W h + b)}, {@code n = tanh(W x_t + b + r *
 * (W h + bhn))}, {@code h_t = (1 - z) * n + z * h}.
 *
 * <p>Shape: {@code [..., length, inputSize]} to {@code [..., length, hiddenSize]}. Parameters:
 * {@code Wx [3 hiddenSize, inputSize]}, {@code Wh [3 hiddenSize, hiddenSize]}, {@code b [3
 * hiddenSize]}, each for r, z and n one after another, and {@code bhn [hiddenSize]}; uniform within
 * 1/sqrt(hiddenSize) of zero at first.
 *
 * @see <a href="https://arxiv.org/abs/1406.1078">Cho et al., Learning Phrase Representations using
 *     RNN Encoder-Decoder</a>
 */
public final class GRU extends Module implements Layer {
    private final int hiddenSize;
    private final Parameter wx;
    private final Parameter wh;
    private final Parameter b;
    private final Parameter bhn;

    /** With biases. */
    public GRU(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    public GRU(int inputSize, int hiddenSize, boolean bias) {
        double bound = 1.0 / Math.sqrt(hiddenSize);
        this.hiddenSize = hiddenSize;
        this.wx = parameter("Wx", Random.uniform(-bound, bound, 3L * hiddenSize, inputSize));
        this.wh = parameter("Wh", Random.uniform(-bound, bound, 3L * hiddenSize, hiddenSize));
        this.b = parameter("b");
        this.bhn = parameter("bhn");
        if (bias) {
            b.set(Random.uniform(-bound, bound, 3L * hiddenSize));
            bhn.set(Random.uniform(-bound, bound, hiddenSize));
        }
    }

    @Override
    public Array forward(Array x) {
        return forward(x, null);
    }

    /** All states, beginning after {@code hidden}: {@code [..., hiddenSize]}; null is zero. */
    public Array forward(Array x, @Nullable Array hidden) {
        List<Array> states = new ArrayList<>();
        Array state = hidden;
        for (Array step : Recurrence.project(x, wx, b).unstack(-2)) {
            state = state == null ? first(step) : next(step, state);
            states.add(state);
        }
        return Array.stack(states, -2);
    }

    private Array first(Array step) {
        List<Array> gates = gates(step);
        Array reset = gates.get(0).sigmoid();
        Array update = gates.get(1).sigmoid();
        Array n = bhn.isPresent() ? gates.get(2).add(reset.multiply(bhn.value())) : gates.get(2);
        return Array.subtract(1, update).multiply(n.tanh());
    }

    private Array next(Array step, Array state) {
        List<Array> gates = gates(step);
        List<Array> fromState = gates(state.matmul(wh.value().T()));
        Array reset = gates.get(0).add(fromState.get(0)).sigmoid();
        Array update = gates.get(1).add(fromState.get(1)).sigmoid();
        Array n = fromState.get(2);
        n = gates.get(2).add(reset.multiply(bhn.isPresent() ? n.add(bhn.value()) : n)).tanh();
        return Array.subtract(1, update).multiply(n).add(update.multiply(state));
    }

    private static List<Array> gates(Array x) {
        return x.split(3, -1);
    }

    @Override
    protected String extraRepr() {
        return "input_dims=%s, hidden_size=%d, bias=%s"
                .formatted(Repr.extent(wx, 1), hiddenSize, Repr.of(b.isPresent()));
    }
}
