package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.nn.layers.BatchNorm;
import dev.mlxj.nn.layers.Dropout;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.weights.Weights;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A run that is stopped after some steps, and one that is not, end with the same bytes. */
class ResumedTrainingTest {
    /** A network with everything that a run has to remember: chance, and running statistics. */
    private static final class Noisy extends Module implements Layer {
        private final Layer first = layer("first", new Linear(4, 8));
        private final Layer norm = layer("norm", new BatchNorm(8));
        private final Layer dropout = layer("dropout", new Dropout(0.3));
        private final Layer second = layer("second", new Linear(8, 2));

        @Override
        public Array forward(Array x) {
            Array h = norm.forward(first.forward(x)).maximum(0);
            return second.forward(dropout.forward(h));
        }
    }

    /** One of each kind of state, made twice. */
    static Stream<Arguments> optimizers() {
        return Stream.of(
                kind("momentum", () -> new SGD(0.05, SGD.Options.DEFAULT.withMomentum(0.9))),
                kind(
                        "schedule",
                        () ->
                                new Adam(
                                        Schedule.cosineDecay(0.02, 12),
                                        Adam.Options.DEFAULT.withBiasCorrection())),
                kind(
                        "factored",
                        () -> new Adafactor(Adafactor.Options.DEFAULT.withFirstMoment(0.9))),
                kind(
                        "several",
                        () ->
                                new MultiOptimizer(
                                        List.of(new Muon(0.02), new Lion(0.01)),
                                        List.of((path, gradient) -> gradient.ndim() == 2))));
    }

    private static Arguments kind(String name, Supplier<Optimizer> maker) {
        return Arguments.of(name, maker);
    }

    private static void train(Noisy model, Optimizer optimizer, int steps) {
        for (int step = 0; step < steps; step++) {
            Array x = Random.normal(0, 1, 16, 4);
            Array target = x.slice(-1, 0, 2);
            optimizer.update(
                    model,
                    ValueAndGrad.of(model, () -> model.forward(x).subtract(target).square().mean())
                            .gradients());
            Array.eval(model.parameters(), optimizer.state());
        }
    }

    private static SequencedMap<String, String> bytes(Noisy model, Optimizer optimizer) {
        SequencedMap<String, Array> all = new LinkedHashMap<>(model.parameters().flatten("model"));
        all.putAll(optimizer.state().flatten("optimizer"));
        all.put("random", Random.state());
        SequencedMap<String, String> text = new LinkedHashMap<>();
        all.forEach(
                (name, array) -> {
                    Tensor tensor = array.tensor();
                    byte[] bytes = tensor.bytes().toArray(ValueLayout.JAVA_BYTE);
                    text.put(name, tensor.dtype() + " " + HexFormat.of().formatHex(bytes));
                });
        return text;
    }

    // @start region="save"
    static void save(Path folder, Module model, Optimizer optimizer) throws IOException {
        model.saveWeights(folder.resolve("model.safetensors"));
        optimizer.saveState(folder.resolve("optimizer.safetensors"));
        Weights.save(
                folder.resolve("random.safetensors"), Map.of("state", Random.state()), Map.of());
    }

    // @end

    // @start region="resume"
    static void resume(Path folder, Module model, Optimizer optimizer) throws IOException {
        model.loadWeights(folder.resolve("model.safetensors"));
        optimizer.loadState(folder.resolve("optimizer.safetensors"));
        try (Weights random = Weights.load(folder.resolve("random.safetensors"))) {
            random.arrays().values().forEach(Random::setState);
        }
    }

    // @end

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void a_resumed_run_goes_on_bit_for_bit(
            String name, Supplier<Optimizer> maker, @TempDir Path folder) throws IOException {
        Random.seed(7);
        Noisy model = new Noisy();
        Optimizer optimizer = maker.get();
        train(model, optimizer, 5);
        save(folder, model, optimizer);
        train(model, optimizer, 5);

        Random.seed(99);
        Noisy resumed = new Noisy();
        Optimizer other = maker.get();
        resume(folder, resumed, other);
        train(resumed, other, 5);

        assertThat(bytes(resumed, other)).isEqualTo(bytes(model, optimizer));
        assertThat(other.step().dtype()).isEqualTo(DType.U64);
        assertThat(other.step().item()).isEqualTo(10);
    }
}
