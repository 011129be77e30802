package dev.mlxj.cli;

import dev.mlxj.array.Array;
import dev.mlxj.array.kernel.Threads;
import dev.mlxj.cli.page.Page;
import dev.mlxj.cli.page.VerifyPage;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.surgery.FrozenProof;
import dev.mlxj.surgery.ModelInputs;
import dev.mlxj.surgery.UpdateProof;
import dev.mlxj.surgery.Verification;
import dev.mlxj.surgery.Verify;
import dev.mlxj.surgery.VerifyOptions;
import dev.mlxj.surgery.VerifyOptions.Bounds;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code mlxj verify MODEL [REFERENCE]}. */
@Command(
        name = "verify",
        description = "Loads a model as its config says, computes with it, and proves the result.")
final class VerifyCommand implements Callable<Integer> {
    /** What to compute in. */
    enum Compute {
        F32,
        STORED
    }

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model to verify.")
    private Path model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REFERENCE",
            description = "The model that it must agree with.")
    private @Nullable Path reference;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Inputs by name, in a safetensors file.")
    private @Nullable Path input;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Token ids, a sequence a line, or a safetensors file with input_ids.")
    private @Nullable Path tokens;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = "Outputs by name that the model must give, in a safetensors file.")
    private @Nullable Path expect;

    @Option(
            names = "--perplexity",
            paramLabel = "FILE",
            description = "Measure the perplexity of token ids, given as to --tokens.")
    private @Nullable Path perplexity;

    @Option(
            names = "--gradients",
            description = "Also one backward pass: exactly what trains gets a gradient.")
    private boolean gradients;

    @Option(
            names = "--layers",
            description = "Also the error after each layer: where does it diverge?")
    private boolean layers;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write one page to look at, with the error after each layer.")
    private @Nullable Path html;

    @Option(
            names = "--update",
            paramLabel = "PATCH",
            description = "Prove that MODEL is REFERENCE, updated from PATCH and nowhere else.")
    private @Nullable Path update;

    @Option(
            names = "--frozen",
            description = "Prove that what REFERENCE has frozen is the same in MODEL.")
    private boolean frozen;

    @Option(
            names = "--require-forward",
            description = "It is an error that nothing can be computed.")
    private boolean requireForward;

    @Option(
            names = "--compute",
            paramLabel = "DTYPE",
            description = "f32, or stored: the dtype that the weights have.")
    private Compute compute = Compute.F32;

    @Option(names = "--rtol", paramLabel = "R", description = "Relative bound for single values.")
    private @Nullable Double rtol;

    @Option(names = "--atol", paramLabel = "R", description = "Absolute bound for single values.")
    private @Nullable Double atol;

    @Option(names = "--max-kl", paramLabel = "R", description = "Bound for the KL divergence.")
    private @Nullable Double maxKl;

    @Option(
            names = "--min-top1",
            paramLabel = "R",
            description = "Bound for the share of places with the same highest score.")
    private @Nullable Double minTop1;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        if (reference == null && (frozen || update != null)) {
            throw new UsageException(
                    "--frozen and --update need a REFERENCE to compare with", null);
        }
        if ((gradients || layers || perplexity != null) && (frozen || update != null)) {
            throw new UsageException(
                    "--frozen and --update compare bits; nothing is computed with them", null);
        }
        if (input != null && tokens != null) {
            throw new UsageException("--input and --tokens exclude each other", null);
        }
        requireNotNegative("--rtol", rtol);
        requireNotNegative("--atol", atol);
        requireNotNegative("--max-kl", maxKl);
        requireNotNegative("--min-top1", minTop1);
        if (html != null) {
            Page.check(html);
        }
        Threads.set(common.threads());
        Verification result;
        try (Checkpoint checkpoint = ModelArgument.open(model, common)) {
            result =
                    reference == null
                            ? Verify.of(checkpoint, options())
                            : beside(checkpoint, reference);
        }
        if (html != null) {
            String subject = reference == null ? model.toString() : model + " and " + reference;
            VerifyPage.of(subject, result).write(html);
        }
        if (common.json()) {
            Json.print(common.out(), "verify", json -> new VerifyReport(result).write(json));
        } else {
            common.out().append(new VerifyReport(result).text());
        }
        return result.passed() ? ExitCode.OK : ExitCode.DIFFERENT;
    }

    /** NaN is refused too. */
    private static void requireNotNegative(String option, @Nullable Double bound) {
        if (bound != null && !(bound >= 0)) {
            throw new UsageException(option + ": " + bound + " is not 0 or more", null);
        }
    }

    private Verification beside(Checkpoint checkpoint, Path base) throws IOException {
        try (Checkpoint other = ModelArgument.open(base, common)) {
            return frozen || update != null
                    ? prove(checkpoint, other)
                    : Verify.of(checkpoint, other, options());
        }
    }

    /** Both proofs are about bits, so nothing is computed for them. */
    private Verification prove(Checkpoint checkpoint, Checkpoint other) throws IOException {
        List<String> notes = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        if (frozen) {
            FrozenProof proof = FrozenProof.of(checkpoint, other, common.memory());
            notes.add(Quantity.of(proof.frozen(), "frozen tensor") + " of the reference compared");
            findings.addAll(proof.findings());
        }
        if (update != null) {
            try (Checkpoint patch = ModelArgument.open(update, common)) {
                UpdateProof proof = UpdateProof.of(checkpoint, other, patch, common.memory());
                notes.add(Quantity.of(proof.updated(), "tensor") + " of the patch compared");
                findings.addAll(proof.findings());
            }
        }
        return Verification.ofTensors(notes, findings);
    }

    private VerifyOptions options() throws IOException {
        Optional<Map<String, Array>> inputs = Optional.empty();
        if (input != null) {
            inputs = Optional.of(ModelInputs.read(input));
        } else if (tokens != null) {
            inputs = Optional.of(ModelInputs.readTokens(tokens));
        }
        return new VerifyOptions(
                compute == Compute.F32 ? Optional.of(DType.F32) : Optional.empty(),
                requireForward,
                inputs,
                expect == null ? Optional.empty() : Optional.of(ModelInputs.read(expect)),
                perplexity == null
                        ? Optional.empty()
                        : Optional.of(ModelInputs.readTokens(perplexity)),
                gradients,
                layers || html != null,
                new Bounds(
                        Optional.ofNullable(rtol),
                        Optional.ofNullable(atol),
                        Optional.ofNullable(maxKl),
                        Optional.ofNullable(minTop1)),
                common.memory());
    }
}
