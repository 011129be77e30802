package dev.mlxj.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlxj.array.Array;
import dev.mlxj.array.random.Random;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.models.Architectures;
import dev.mlxj.models.Model;
import dev.mlxj.nn.LayerQuantization;
import dev.mlxj.nn.Strictness;
import dev.mlxj.nn.ValueAndGrad;
import dev.mlxj.nn.layers.Linear;
import dev.mlxj.nn.lora.LoRALayers;
import dev.mlxj.nn.lora.LoRAOptions;
import dev.mlxj.nn.losses.Losses;
import dev.mlxj.nn.losses.Reduction;
import dev.mlxj.optim.AdamW;
import dev.mlxj.optim.Optimizer;
import dev.mlxj.tensor.Quantization;
import dev.mlxj.tensor.Tensor;
import dev.mlxj.weights.Weights;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A small llama learns a sentence by heart, and not a byte of it changes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LoRATuningTest {
    private static final Path LLAMA = root().resolve("testdata/models/llama");

    /** A sentence without meaning. */
    private static final Array TOKENS =
            Array.of(1, 17, 80, 42, 5, 63, 29, 90, 11, 54, 38, 2).reshape(1, 12);

    // @start region="choice"
    private static final LoRALayers.Choice CHOICE =
            new LoRALayers.Choice(
                    LoRALayers.Kind.LORA,
                    0,
                    Set.of("self_attn.q_proj", "self_attn.v_proj", "lm_head"),
                    LoRAOptions.DEFAULT);

    // @end

    @TempDir private Path folder;

    @Test
    void adapters_learn_while_the_base_keeps_every_byte() throws IOException {
        String files = digestOfFiles();
        try (Checkpoint checkpoint = Checkpoint.open(LLAMA)) {
            Model model = Architectures.load(checkpoint).orElseThrow().model();
            String base = digestOfBase(model);
            Random.seed(1);
            // @start region="tune"
            model.freeze();
            LoRALayers.convert(model, "model.layers", CHOICE);
            Optimizer optimizer = new AdamW(1e-3);
            for (int step = 0; step < 40; step++) {
                ValueAndGrad.Result result = ValueAndGrad.of(model, () -> loss(model));
                optimizer.update(model, result.gradients());
                Array.eval(model.trainableParameters(), optimizer.state());
            }
            Path adapters = folder.resolve("adapters.safetensors");
            Weights.save(adapters, model.trainableParameters().flatten(), Map.of());
            // @end
            assertThat(loss(model).item()).isLessThan(0.05);
            assertThat(model.trainableParameters().flatten().keySet())
                    .hasSize(2 * (2 * 2 + 1))
                    .allMatch(path -> path.endsWith(".lora_a") || path.endsWith(".lora_b"));
            assertThat(digestOfBase(model)).isEqualTo(base);
            assertThat(digestOfFiles()).isEqualTo(files);
            assertThat(Files.size(adapters)).isLessThan(30_000);
            verifyAdapters(checkpoint, adapters, model);
        }
    }

    /** The saved adapters on the untouched base compute the same bits; fused in, nearly so. */
    private static void verifyAdapters(Checkpoint checkpoint, Path adapters, Model tuned)
            throws IOException {
        // @start region="apply-adapters"
        Model model = Architectures.load(checkpoint).orElseThrow().model();
        LoRALayers.convert(model, "model.layers", CHOICE);
        model.loadWeights(adapters, Strictness.LENIENT);
        // @end
        Array expected = logits(tuned);
        assertThat(logits(model).arrayEqual(expected, true).itemBoolean()).isTrue();
        LoRALayers.fuse(model);
        assertThat(model.namedModules())
                .noneMatch(entry -> entry.getKey().endsWith("q_proj.linear"));
        assertThat(logits(model).subtract(expected).abs().max().item()).isCloseTo(0, within(1e-3));
    }

    @Test
    void a_quantised_base_is_tuned_likewise() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(LLAMA)) {
            Model model = Architectures.load(checkpoint).orElseThrow().model();
            Random.seed(1);
            LayerQuantization.quantize(
                    model,
                    Quantization.of(Quantization.Mode.AFFINE),
                    (path, layer) -> layer instanceof Linear);
            model.freeze();
            String base = digestOfBase(model);
            LoRALayers.convert(model, "model.layers", CHOICE);
            double before = loss(model).item();
            Optimizer optimizer = new AdamW(1e-3);
            for (int step = 0; step < 20; step++) {
                optimizer.update(model, ValueAndGrad.of(model, () -> loss(model)).gradients());
                Array.eval(model.trainableParameters(), optimizer.state());
            }
            assertThat(loss(model).item()).isLessThan(before / 10);
            assertThat(digestOfBase(model)).isEqualTo(base);
        }
    }

    // @start region="loss"
    /** How badly each token is predicted from those before it. */
    private static Array loss(Model model) {
        Array next = TOKENS.slice(1, 1, 12);
        return Losses.crossEntropy(logits(model).slice(1, 0, 11), next, Reduction.MEAN);
    }

    private static Array logits(Model model) {
        return model.forward(Map.of("input_ids", TOKENS)).sequencedValues().getLast();
    }

    // @end

    /** SHA-256 of names, shapes, dtypes and bytes of all parameters that are no adapter's. */
    private static String digestOfBase(Model model) {
        TreeMap<String, Array> base = new TreeMap<>();
        model.parameters()
                .forEach(
                        (path, array) -> {
                            if (!path.contains(".lora_")) {
                                base.put(path.replace(".linear.", "."), array);
                            }
                        });
        MessageDigest digest = sha256();
        base.forEach(
                (path, array) -> {
                    Tensor tensor = array.tensor();
                    String head = path + " " + tensor.dtype() + " " + tensor.shape();
                    digest.update(head.getBytes(StandardCharsets.UTF_8));
                    digest.update(tensor.bytes().toArray(ValueLayout.JAVA_BYTE));
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digestOfFiles() throws IOException {
        MessageDigest digest = sha256();
        try (var files = Files.list(LLAMA)) {
            for (Path file : files.sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        return Files.isDirectory(Path.of("testdata")) ? Path.of("") : Path.of("..");
    }
}
