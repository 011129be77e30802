package dev.mlxj.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.LayerQuantization;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Quantizable;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.nn.layers.TransformerEncoder;
import dev.mlxj.optim.AdamW;
import dev.mlxj.optim.Optimizer;
import dev.mlxj.tensor.Quantization;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Models of which only a part trains: by what is frozen, and by what is quantised. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PartlyTrainedTest {
    private TransformerEncoder model = new TransformerEncoder(2, 64, 4);

    @BeforeEach
    void seed() {
        Random.seed(3);
        model = new TransformerEncoder(2, 64, 4);
    }

    /** The paths of the parameters that some steps have changed. */
    private static Set<String> changedByTraining(TransformerEncoder model) {
        Map<String, Array> before = new LinkedHashMap<>(model.parameters().flatten());
        Array x = Random.normal(0, 1, 2, 5, 64);
        Array target = Random.normal(0, 1, 2, 5, 64);
        Optimizer optimizer = new AdamW(1e-2);
        double first = Double.NaN;
        double last = Double.NaN;
        for (int step = 0; step < 5; step++) {
            ValueAndGrad.Result result =
                    ValueAndGrad.of(
                            model, () -> model.forward(x, null).subtract(target).square().mean());
            optimizer.update(model, result.gradients());
            Array.eval(model.parameters(), optimizer.state());
            last = result.value().item();
            first = step == 0 ? last : first;
        }
        assertThat(last).isLessThan(first);
        Set<String> changed = new TreeSet<>();
        model.parameters()
                .forEach(
                        (path, array) -> {
                            Array old = before.get(path);
                            if (old == null || !array.arrayEqual(old, true).itemBoolean()) {
                                changed.add(path);
                            }
                        });
        return changed;
    }

    @Test
    void all_but_the_attention_is_frozen() {
        // @start region="attention"
        model.freeze();
        model.applyToModules(
                (path, module) -> {
                    if (path.endsWith("attention")) {
                        module.unfreeze();
                    }
                });
        // @end
        assertThat(changedByTraining(model))
                .hasSize(8)
                .allMatch(path -> path.contains(".attention."))
                .isEqualTo(new TreeSet<>(model.trainableParameters().flatten().keySet()));
    }

    @Test
    void a_quantised_model_trains_what_is_not_packed() {
        // @start region="quantize"
        LayerQuantization.quantize(
                model,
                Quantization.of(Quantization.Mode.AFFINE),
                (path, layer) -> layer instanceof Quantizable && !path.startsWith("layers.0"));
        // @end
        Set<String> changed = changedByTraining(model);
        assertThat(changed).contains("layers.0.linear1.weight", "layers.1.linear1.bias");
        assertThat(changed).doesNotContain("layers.1.linear1.weight", "layers.1.linear1.scales");
        assertThat(changed)
                .isEqualTo(new TreeSet<>(model.trainableParameters().flatten().keySet()));
    }

    @Test
    void a_quantised_model_is_loaded_into_one_that_is_quantised_alike(@TempDir Path folder)
            throws IOException {
        Quantization how = Quantization.of(Quantization.Mode.AFFINE);
        Path file = folder.resolve("quantised.safetensors");
        LayerQuantization.quantize(model, how);
        model.saveWeights(file);
        // @start region="load-quantized"
        Module loaded = new TransformerEncoder(2, 64, 4);
        LayerQuantization.quantize(loaded, how);
        loaded.loadWeights(file);
        // @end
        Map<String, Array> saved = model.parameters().flatten();
        loaded.parameters()
                .forEach(
                        (path, array) -> {
                            Array other = saved.get(path);
                            assertThat(other != null && array.arrayEqual(other, true).itemBoolean())
                                    .as(path)
                                    .isTrue();
                        });
    }
}
