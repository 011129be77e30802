package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.array.kernel.CastLosses;
import dev.mlxj.surgery.WriteReport;
import dev.mlxj.surgery.WriteReport.Change;
import dev.mlxj.surgery.WriteReport.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The report of a command that writes as JSON: what {@code --json} prints, and what {@code
 * --report} keeps.
 */
final class WriteJson {
    private final String command;
    private final List<String> arguments;
    private final boolean dryRun;

    WriteJson(CommonOptions common, boolean dryRun) {
        String name = common.commandLine().getCommandName();
        this.command = name.substring(name.lastIndexOf(' ') + 1);
        this.arguments = common.commandLine().getParseResult().originalArgs();
        this.dryRun = dryRun;
    }

    /** The document, as {@code --json} prints it. */
    String text(WriteReport report) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            Json.print(out, command, json -> body(json, report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void body(JsonGenerator json, WriteReport report) throws IOException {
        json.writeStringField("version", Version.NUMBER);
        json.writeArrayFieldStart("arguments");
        for (String argument : arguments) {
            json.writeString(argument);
        }
        json.writeEndArray();
        json.writeStringField("input", report.input().toString());
        json.writeStringField("output", report.output().toString());
        json.writeBooleanField("dry_run", dryRun);
        counts(json, report);
        metadata(json, report);
        tensors(json, report);
    }

    /** Prints the metadata of a model. */
    static void metadata(CommonOptions common, Path model, Map<String, String> metadata)
            throws IOException {
        Json.print(
                common.out(),
                "metadata",
                json -> {
                    json.writeStringField("path", model.toString());
                    json.writeObjectFieldStart("metadata");
                    for (Map.Entry<String, String> entry : metadata.entrySet()) {
                        json.writeStringField(entry.getKey(), entry.getValue());
                    }
                    json.writeEndObject();
                });
    }

    private static void counts(JsonGenerator json, WriteReport report) throws IOException {
        json.writeArrayFieldStart("files");
        for (String file : report.files()) {
            json.writeString(file);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("counts");
        json.writeNumberField("tensors", report.tensors().size());
        json.writeNumberField("changed", report.rewritten());
        json.writeNumberField("bytes_read", report.bytesRead());
        json.writeNumberField("bytes_written", report.bytesWritten());
        json.writeEndObject();
        losses(json, report.losses());
    }

    private static void metadata(JsonGenerator json, WriteReport report) throws IOException {
        json.writeObjectFieldStart("metadata");
        for (var entry : report.metadata().set().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        for (String key : report.metadata().unset()) {
            json.writeNullField(key);
        }
        json.writeEndObject();
    }

    private static void tensors(JsonGenerator json, WriteReport report) throws IOException {
        json.writeObjectFieldStart("tensors");
        for (Change change : report.tensors()) {
            json.writeObjectFieldStart(change.name());
            state(json, "before", change.before());
            state(json, "after", change.after());
            json.writeBooleanField("changed", change.rewritten());
            losses(json, change.losses());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void state(JsonGenerator json, String field, @Nullable State state)
            throws IOException {
        if (state == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeStringField("dtype", state.dtype().name());
        json.writeFieldName("shape");
        json.writeArray(state.shape().toArray(), 0, state.shape().rank());
        if (state.sha256() != null) {
            json.writeStringField("sha256", state.sha256());
        }
        json.writeEndObject();
    }

    private static void losses(JsonGenerator json, CastLosses losses) throws IOException {
        json.writeObjectFieldStart("losses");
        count(json, "overflow", losses.overflow());
        count(json, "out_of_range", losses.range());
        count(json, "saturated", losses.saturated());
        count(json, "underflow", losses.underflow());
        count(json, "fraction", losses.fraction());
        count(json, "nan", losses.nan());
        count(json, "imaginary", losses.imaginary());
        json.writeEndObject();
    }

    private static void count(JsonGenerator json, String field, long count) throws IOException {
        if (count > 0) {
            json.writeNumberField(field, count);
        }
    }
}
