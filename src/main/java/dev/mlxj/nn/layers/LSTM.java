package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Parameter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Long short-term memory: with {@code i, f, g, o} of {@code Wx x_t + Wh h + bias}, the cell becomes
 * {@code sigmoid(f) * c + sigmoid(i) * tanh(g)} and the state {@code sigmoid(o) * tanh(c)}.
 *
 * <p>Shape: {@code [..., length, inputSize]} to {@code [..., length, hiddenSize]}. Parameters:
 * {@code Wx [4 hiddenSize, inputSize]}, {@code Wh [4 hiddenSize, hiddenSize]} and {@code bias [4
 * hiddenSize]}, each for i, f, g and o one after another; uniform within 1/sqrt(hiddenSize) of zero
 * at first.
 */
public final class LSTM extends Module {
    /** All states and all cells, {@code [..., length, hiddenSize]} both. */
    public record States(Array hidden, Array cell) {}

    private final int hiddenSize;
    private final Parameter wx;
    private final Parameter wh;
    private final Parameter bias;

    /** With a bias. */
    public LSTM(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true);
    }

    public LSTM(int inputSize, int hiddenSize, boolean bias) {
        double bound = 1.0 / Math.sqrt(hiddenSize);
        this.hiddenSize = hiddenSize;
        this.wx = parameter("Wx", Random.uniform(-bound, bound, 4L * hiddenSize, inputSize));
        this.wh = parameter("Wh", Random.uniform(-bound, bound, 4L * hiddenSize, hiddenSize));
        this.bias =
                bias
                        ? parameter("bias", Random.uniform(-bound, bound, 4L * hiddenSize))
                        : parameter("bias");
    }

    public States forward(Array x) {
        return forward(x, null, null);
    }

    /** All states, beginning after these of {@code [..., hiddenSize]}; null is zero. */
    public States forward(Array x, @Nullable Array hidden, @Nullable Array cell) {
        Array state = hidden;
        Array memory = cell;
        List<Array> states = new ArrayList<>();
        List<Array> memories = new ArrayList<>();
        for (Array step : Recurrence.project(x, wx, bias).unstack(-2)) {
            Array all = state == null ? step : Array.addmm(step, state, wh.value().T());
            List<Array> gates = all.split(4, -1);
            Array added = gates.get(0).sigmoid().multiply(gates.get(2).tanh());
            memory = memory == null ? added : gates.get(1).sigmoid().multiply(memory).add(added);
            state = gates.get(3).sigmoid().multiply(memory.tanh());
            states.add(state);
            memories.add(memory);
        }
        return new States(Array.stack(states, -2), Array.stack(memories, -2));
    }

    @Override
    protected String extraRepr() {
        return "input_dims=%s, hidden_size=%d, bias=%s"
                .formatted(Repr.extent(wx, 1), hiddenSize, Repr.of(bias.isPresent()));
    }
}
