package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.array.kernel.Threads;
import dev.mlxj.io.OpenOptions;
import dev.mlxj.surgery.Check;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code mlxj check MODEL..}. */
@Command(name = "check", description = "Tells whether models are valid, a line for each.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "Weight files, indexes, or directories.")
    private List<Path> models;

    @Option(names = "--finite", description = "Look for NaN and infinities in every float.")
    private boolean finite;

    @Option(
            names = "--lenient",
            description = "Accept what mlx accepts (gaps, trailing bytes), with a warning.")
    private boolean lenient;

    @Mixin private CommonOptions common;

    /**
     * What became of one model.
     *
     * @param reason {@code ok}, or what is wrong
     */
    private record Verdict(Path model, int code, String reason, List<String> warnings) {}

    @Override
    public Integer call() throws IOException {
        Threads.set(common.threads());
        List<Verdict> verdicts = new ArrayList<>();
        int worst = ExitCode.OK;
        for (Path model : models) {
            Verdict verdict = check(model);
            worst = Math.max(worst, verdict.code);
            verdicts.add(verdict);
            if (!common.json()) {
                common.out().println(line(verdict));
            }
        }
        if (common.json()) {
            Json.print(common.out(), "check", json -> write(json, verdicts));
        }
        return worst;
    }

    private static void write(JsonGenerator json, List<Verdict> verdicts) throws IOException {
        json.writeObjectFieldStart("models");
        for (Verdict verdict : verdicts) {
            json.writeObjectFieldStart(verdict.model.toString());
            json.writeBooleanField("ok", verdict.code == ExitCode.OK);
            json.writeNumberField("exit_code", verdict.code);
            json.writeStringField("reason", verdict.reason);
            json.writeArrayFieldStart("warnings");
            for (String warning : verdict.warnings) {
                json.writeString(warning);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private Verdict check(Path model) {
        List<String> warnings = new ArrayList<>();
        OpenOptions options =
                new OpenOptions(
                        lenient,
                        warning -> {
                            warnings.add(warning);
                            common.warn(warning);
                        });
        try {
            ModelArgument.requireFile(model);
            List<String> defects = new Check(finite, common.memory()).run(model, options);
            return defects.isEmpty()
                    ? new Verdict(model, ExitCode.OK, "ok", warnings)
                    : new Verdict(model, ExitCode.DIFFERENT, String.join("; ", defects), warnings);
        } catch (IOException | RuntimeException failure) {
            ErrorReport report = ErrorReport.of(failure);
            return new Verdict(model, report.exitCode(), reason(model, report.problem()), warnings);
        }
    }

    /** Without the path of the model at its beginning, since that begins the line. */
    private static String reason(Path model, String problem) {
        String prefix = Escape.line(model.toString()) + ": ";
        return problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem;
    }

    private static String line(Verdict verdict) {
        return Escape.line(verdict.model.toString()) + ": " + Escape.message(verdict.reason);
    }
}
