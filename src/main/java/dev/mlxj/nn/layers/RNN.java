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
 * {@code h_t = tanh(Wxh x_t + Whh h_(t-1) + bias)}, or another function in place of tanh.
 *
 * <p>Shape: {@code [..., length, inputSize]} to {@code [..., length, hiddenSize]}. Parameters:
 * {@code Wxh [hiddenSize, inputSize]}, {@code Whh [hiddenSize, hiddenSize]} and {@code bias
 * [hiddenSize]}, uniform within 1/sqrt(hiddenSize) of zero at first.
 */
public final class RNN extends Module implements Layer {
    private final int hiddenSize;
    private final Parameter wxh;
    private final Parameter whh;
    private final Parameter bias;
    private final Layer nonlinearity;

    /** With a bias and tanh. */
    public RNN(int inputSize, int hiddenSize) {
        this(inputSize, hiddenSize, true, Activations::tanh);
    }

    public RNN(int inputSize, int hiddenSize, boolean bias, Layer nonlinearity) {
        double bound = 1.0 / Math.sqrt(hiddenSize);
        this.hiddenSize = hiddenSize;
        this.nonlinearity = function("nonlinearity", nonlinearity);
        this.wxh = parameter("Wxh", Random.uniform(-bound, bound, hiddenSize, inputSize));
        this.whh = parameter("Whh", Random.uniform(-bound, bound, hiddenSize, hiddenSize));
        this.bias =
                bias
                        ? parameter("bias", Random.uniform(-bound, bound, hiddenSize))
                        : parameter("bias");
    }

    @Override
    public Array forward(Array x) {
        return forward(x, null);
    }

    /** All states, beginning after {@code hidden}: {@code [..., hiddenSize]}; null is zero. */
    public Array forward(Array x, @Nullable Array hidden) {
        Array projected = Recurrence.project(x, wxh, bias);
        Array transposed = whh.value().T();
        Array state = hidden;
        List<Array> states = new ArrayList<>();
        for (Array step : projected.unstack(-2)) {
            state =
                    nonlinearity.forward(
                            state == null ? step : Array.addmm(step, state, transposed));
            states.add(state);
        }
        return Array.stack(states, -2);
    }

    @Override
    protected String extraRepr() {
        return "input_dims=%s, hidden_size=%d, bias=%s"
                .formatted(Repr.extent(wxh, 1), hiddenSize, Repr.of(bias.isPresent()));
    }
}
