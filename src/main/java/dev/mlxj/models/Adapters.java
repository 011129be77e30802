package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.Strictness;
import dev.mlxj.weights.Weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Adapters that were trained apart from their model: a folder with {@code adapter_config.json} and
 * the thin matrices, as mlx-lm or PEFT writes it.
 */
public final class Adapters {
    private Adapters() {}

    /**
     * Puts adapters around layers of a model and loads their parameters, and whatever else the
     * folder has in the place of the model's. Matches {@code mlx_lm.tuner.utils.load_adapters}.
     *
     * @throws MalformedCheckpointException if the config is not understood, or a tensor does not
     *     fit the model; then its parameters are unchanged
     * @throws IOException if a file is not there, or may not be read
     */
    public static void load(Model model, Path folder) throws IOException {
        ModelConfig config = ModelConfig.read(folder.resolve("adapter_config.json"));
        boolean isPeft = config.has("peft_type");
        Path file = folder.resolve(isPeft ? "adapter_model.safetensors" : "adapters.safetensors");
        try (Weights weights = Weights.load(file)) {
            Map<String, Array> parameters =
                    isPeft
                            ? new PeftAdapter(config, weights.arrays()).prepare(model)
                            : MlxAdapter.prepare(model, config, weights.arrays());
            requireFit(model, parameters, file);
            model.loadWeights(parameters, Strictness.LENIENT);
            Array.eval(parameters.values());
        }
    }

    private static void requireFit(Module model, Map<String, Array> parameters, Path file)
            throws MalformedCheckpointException {
        Map<String, Array> known = model.parameters().flatten();
        List<String> findings = new ArrayList<>();
        parameters.forEach(
                (name, array) -> {
                    Array own = known.get(name);
                    if (own == null) {
                        findings.add(Names.quote(name) + " is no parameter of the model");
                    } else if (!own.shape().equals(array.shape())) {
                        findings.add(
                                "%s is %s, expected %s"
                                        .formatted(Names.quote(name), array.shape(), own.shape()));
                    }
                });
        if (!findings.isEmpty()) {
            findings.sort(null);
            throw new MalformedCheckpointException(
                    file,
                    MalformedCheckpointException.NOWHERE,
                    "the adapter does not fit the model: " + String.join("; ", findings),
                    "take the model that it was trained on");
        }
    }

    /** The path of the list of blocks: the first list of modules that the model has. */
    static String blocks(Model model) {
        for (Map.Entry<String, Module> module : model.namedModules()) {
            if (module.getKey().endsWith(".0")) {
                return module.getKey().substring(0, module.getKey().length() - 2);
            }
        }
        throw new IllegalArgumentException("the model has no list of blocks to adapt");
    }
}
