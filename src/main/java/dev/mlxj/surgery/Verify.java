package dev.mlxj.surgery;

import dev.mlxj.array.Array;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.Names;
import dev.mlxj.models.Architectures;
import dev.mlxj.models.LoadedModel;
import dev.mlxj.models.ModelConfig;
import dev.mlxj.nn.Module;
import dev.mlxj.nn.layers.QuantizedEmbedding;
import dev.mlxj.nn.layers.QuantizedLinear;
import dev.mlxj.surgery.ForwardPass.Output;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Proof by computing: a checkpoint is loaded into the model that its config names, strictly, and is
 * run; beside a reference, both are run on the same input. Where the architecture is not known,
 * tensors are compared instead, and the notes say so. In either case every float must be finite.
 */
public final class Verify {
    private final Checkpoint checkpoint;
    private final @Nullable Checkpoint reference;
    private final VerifyOptions options;

    private final List<String> notes = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final SequencedMap<String, Verification.Output> outputs = new LinkedHashMap<>();
    private final SequencedMap<String, LayerError> layers = new LinkedHashMap<>();
    private Optional<Perplexity> perplexity = Optional.empty();
    private Optional<Perplexity> referencePerplexity = Optional.empty();

    private Verify(Checkpoint checkpoint, @Nullable Checkpoint reference, VerifyOptions options) {
        this.checkpoint = checkpoint;
        this.reference = reference;
        this.options = options;
    }

    /**
     * Verifies a model by itself.
     *
     * @throws MalformedCheckpointException if its config has a value that is not understood, or
     *     nothing can be computed although that is required
     * @throws IllegalArgumentException if the inputs do not fit the model
     */
    public static Verification of(Checkpoint model, VerifyOptions options) throws IOException {
        return new Verify(model, null, options).run();
    }

    /** Verifies a model beside a reference. Throws as {@link #of(Checkpoint, VerifyOptions)}. */
    public static Verification of(Checkpoint model, Checkpoint reference, VerifyOptions options)
            throws IOException {
        return new Verify(model, reference, options).run();
    }

    private Verification run() throws IOException {
        for (String phrase : TensorCheck.nonFinite(checkpoint, options.memory())) {
            findings.add("not finite: " + phrase);
        }
        Optional<LoadedModel> loaded = load(checkpoint, reference);
        if (loaded.isPresent()) {
            compute(loaded.get());
        } else {
            requireNoForward();
            compareTensors();
        }
        checkpoint.requireUnchanged();
        return new Verification(
                loaded.map(LoadedModel::architecture),
                notes,
                outputs,
                List.copyOf(layers.values()),
                perplexity,
                referencePerplexity,
                findings);
    }

    /** With its own config, or else that of the other model, which it should be the same as. */
    private static Optional<LoadedModel> load(Checkpoint model, @Nullable Checkpoint other)
            throws IOException {
        Optional<ModelConfig> config = Architectures.config(model);
        if (config.isEmpty() && other != null) {
            config = Architectures.config(other);
        }
        return config.isEmpty() ? Optional.empty() : Architectures.load(model, config.get());
    }

    private void requireNoForward() throws IOException {
        Optional<String> named = Architectures.name(checkpoint);
        String why =
                named.isPresent()
                        ? "the architecture " + Names.quote(named.get()) + " is not known here"
                        : "there is no config.json that names an architecture";
        if (options.needsForward()) {
            throw new MalformedCheckpointException(
                    checkpoint.path(),
                    MalformedCheckpointException.NOWHERE,
                    "nothing can be computed: " + why,
                    null);
        }
        notes.add("tensor level only, nothing was computed: " + why);
    }

    private void compareTensors() throws IOException {
        if (reference == null) {
            notes.add("every float was looked at; there is no reference to compare it with");
            return;
        }
        findings.addAll(
                TensorCheck.compare(checkpoint, reference, options.bounds(), options.memory()));
        reference.requireUnchanged();
        notes.add("compared " + checkpoint.entries().size() + " tensors, each with its own bound");
    }

    private void compute(LoadedModel loaded) throws IOException {
        if (!fits("", loaded)) {
            return;
        }
        Map<String, Array> inputs = options.inputs().orElseGet(() -> loaded.model().sampleInputs());
        ForwardPass pass = run(checkpoint, loaded, inputs);
        pass.outputs().forEach((name, output) -> requireFinite(name, output, pass));
        if (options.texts().isPresent()) {
            perplexity = Optional.of(perplexity(checkpoint, loaded, options.texts().get()));
        }
        if (options.expected().isPresent()) {
            compareExpected(pass, options.expected().get());
        }
        if (reference != null) {
            compareReference(reference, loaded, pass);
        }
        if (options.layers()) {
            LayerError.divergence(List.copyOf(layers.values())).ifPresent(notes::add);
        }
        if (options.gradients()) {
            checkGradients(loaded, inputs);
        }
    }

    private boolean fits(String whose, LoadedModel loaded) {
        for (String finding : loaded.fit().findings()) {
            findings.add(whose + finding);
        }
        return loaded.fit().isExact();
    }

    private ForwardPass run(Checkpoint weights, LoadedModel loaded, Map<String, Array> inputs)
            throws IOException {
        return weights.guarded(() -> ForwardPass.of(loaded.model(), options.compute(), inputs));
    }

    private Perplexity perplexity(Checkpoint weights, LoadedModel loaded, Map<String, Array> texts)
            throws IOException {
        return weights.guarded(() -> Perplexity.of(loaded.model(), options.compute(), texts));
    }

    private void checkGradients(LoadedModel loaded, Map<String, Array> inputs) throws IOException {
        FrozenSet frozen = FrozenSet.in(checkpoint);
        options.compute().ifPresent(dtype -> loaded.model().setDtype(dtype));
        GradientCheck check = checkpoint.guarded(() -> GradientCheck.of(loaded, frozen, inputs));
        notes.add(
                "gradients of "
                        + check.trainable()
                        + " trainable parameters; "
                        + check.frozen()
                        + " frozen ones have none");
        findings.addAll(check.findings());
    }

    private void requireFinite(String name, Output output, ForwardPass pass) {
        double rms = LayerError.rms(output, pass.counted(name, output));
        boolean finite = Double.isFinite(rms);
        outputs.put(name, new Verification.Output(Optional.empty(), finite));
        if (options.layers() && LayerError.isState(name)) {
            layers.put(name, new LayerError(name, rms, Optional.empty(), finite));
        }
        if (!finite) {
            findings.add("not finite: output " + Names.quote(name));
        }
    }

    private void compareExpected(ForwardPass pass, Map<String, Array> expected) {
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("there are no expected outputs to compare with");
        }
        for (Map.Entry<String, Array> entry : expected.entrySet()) {
            Output found = pass.outputs().get(entry.getKey());
            if (found == null) {
                throw new IllegalArgumentException(
                        "expected output '%s' is none that the model gives: %s"
                                .formatted(
                                        entry.getKey(),
                                        String.join(", ", pass.outputs().keySet())));
            }
            Output wanted = ForwardPass.output(entry.getValue());
            if (wanted.shape().equals(found.shape())) {
                OutputBound bound =
                        expectedBound(LayerError.rms(wanted, pass.counted(entry.getKey(), wanted)));
                judge(entry.getKey(), pass, found, wanted, bound);
            } else {
                findings.add(
                        "output "
                                + Names.quote(entry.getKey())
                                + " is "
                                + found.shape()
                                + ", expected "
                                + wanted.shape());
            }
        }
    }

    /**
     * The same model computed by another program: nothing but the order of sums and the rounding of
     * the dtype that is computed in may differ.
     */
    private OutputBound expectedBound(double expectedRms) {
        DType dtype =
                options.compute().or(() -> TensorCheck.coarsest(checkpoint)).orElse(DType.F32);
        return OutputBound.sameWeights(dtype, expectedRms, options.bounds());
    }

    private void compareReference(Checkpoint other, LoadedModel own, ForwardPass pass)
            throws IOException {
        Optional<LoadedModel> loaded = load(other, checkpoint);
        if (loaded.isEmpty() || !fits("reference: ", loaded.get())) {
            return;
        }
        ForwardPass wanted = run(other, loaded.get(), pass.inputs());
        comparePerplexity(other, own, loaded.get(), pass, wanted);
        other.requireUnchanged();
        Tolerance tolerance = stored(checkpoint, own).coarser(stored(other, loaded.get()));
        for (Map.Entry<String, Output> entry : wanted.outputs().entrySet()) {
            Output found = pass.outputs().get(entry.getKey());
            if (found == null || !found.shape().equals(entry.getValue().shape())) {
                findings.add("output " + Names.quote(entry.getKey()) + " is not the reference's");
            } else {
                OutputBound bound = OutputBound.rounded(tolerance, options.bounds());
                judge(entry.getKey(), pass, found, entry.getValue(), bound);
            }
        }
    }

    /** Of the coarsest way in which weights are stored. */
    private static Tolerance stored(Checkpoint weights, LoadedModel loaded) {
        Tolerance tolerance = Tolerance.of(TensorCheck.coarsest(weights).orElse(DType.F32));
        for (Module module : loaded.model().modules()) {
            if (module instanceof QuantizedLinear layer) {
                tolerance = tolerance.coarser(Tolerance.of(layer.quantization()));
            } else if (module instanceof QuantizedEmbedding layer) {
                tolerance = tolerance.coarser(Tolerance.of(layer.quantization()));
            }
        }
        return tolerance;
    }

    /** Of the texts, or else of the input, where both models predict tokens. */
    private void comparePerplexity(
            Checkpoint other,
            LoadedModel own,
            LoadedModel loaded,
            ForwardPass pass,
            ForwardPass wanted)
            throws IOException {
        if (!own.model().predictsNext() || !loaded.model().predictsNext()) {
            return;
        }
        if (options.texts().isPresent()) {
            referencePerplexity = Optional.of(perplexity(other, loaded, options.texts().get()));
            return;
        }
        Output found = pass.outputs().get("logits");
        Output expected = wanted.outputs().get("logits");
        if (found != null && expected != null) {
            perplexity = Optional.of(Perplexity.of(found, pass.inputs()));
            referencePerplexity = Optional.of(Perplexity.of(expected, pass.inputs()));
        }
    }

    private void judge(
            String name, ForwardPass pass, Output found, Output wanted, OutputBound bound) {
        Output actual = pass.compared(name, found);
        OutputComparison comparison =
                OutputComparison.of(
                        actual,
                        pass.compared(name, wanted),
                        pass.counted(name, actual),
                        ForwardPass.isScores(name) && actual.width() > 1,
                        bound.rtol(),
                        bound.atol());
        Optional<String> wrong = bound.exceededBy(comparison);
        Verification.Output before = outputs.get(name);
        boolean passed = wrong.isEmpty() && (before == null || before.passed());
        outputs.put(name, new Verification.Output(Optional.of(comparison), passed));
        layers.computeIfPresent(
                name,
                (same, layer) ->
                        new LayerError(name, layer.rms(), Optional.of(comparison), passed));
        wrong.ifPresent(reason -> findings.add("output " + Names.quote(name) + ": " + reason));
    }
}
