package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.surgery.LayerError;
import dev.mlxj.surgery.OutputComparison;
import dev.mlxj.surgery.Perplexity;
import dev.mlxj.surgery.Verification;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a verification came to, as text and as JSON. */
record VerifyReport(Verification result) {
    StringBuilder text() {
        StringBuilder out = new StringBuilder();
        result.architecture()
                .ifPresent(name -> out.append("architecture ").append(name).append('\n'));
        for (String note : result.notes()) {
            out.append(Escape.message(note)).append('\n');
        }
        appendLayers(out);
        appendOutputs(out);
        appendPerplexity(out);
        for (String finding : result.findings()) {
            out.append("- ").append(Escape.message(finding)).append('\n');
        }
        return out.append(result.passed() ? "PASSED\n" : "FAILED: " + reason() + "\n");
    }

    private String reason() {
        List<String> findings = result.findings();
        String first = Escape.message(findings.getFirst());
        return findings.size() == 1 ? first : first + " (and " + (findings.size() - 1) + " more)";
    }

    private void appendLayers(StringBuilder out) {
        if (result.layers().isEmpty()) {
            return;
        }
        Table table = new Table("lrrrl");
        table.add("layer", "rms", "max abs", "relative rms");
        for (LayerError layer : result.layers()) {
            Optional<OutputComparison> found = layer.comparison();
            table.add(
                    Escape.line(layer.name()),
                    Quantity.real(layer.rms()),
                    found.map(OutputComparison::maxAbs).map(Quantity::real).orElse(""),
                    found.map(OutputComparison::relativeRms).map(Quantity::real).orElse(""),
                    layer.passed() ? "" : "FAILED");
        }
        table.appendTo(out);
    }

    /** All outputs, without the layers where these have a table of their own. */
    private void appendOutputs(StringBuilder out) {
        Table table = new Table("lrrrrl");
        table.add("output", "max abs", "relative rms", "kl", "top-1");
        boolean any = false;
        for (Map.Entry<String, Verification.Output> entry : result.outputs().entrySet()) {
            if (isLayer(entry.getKey())) {
                continue;
            }
            any = true;
            Optional<OutputComparison> found = entry.getValue().comparison();
            String verdict = entry.getValue().passed() ? "ok" : "FAILED";
            String name = Escape.line(entry.getKey());
            if (found.isEmpty()) {
                table.add(name, "", "", "", "", entry.getValue().passed() ? "finite" : verdict);
            } else {
                table.add(
                        name,
                        Quantity.real(found.get().maxAbs()),
                        Quantity.real(found.get().relativeRms()),
                        found.get().kl().map(Quantity::real).orElse(""),
                        found.get().top1().map(Quantity::real).orElse(""),
                        verdict);
            }
        }
        if (any) {
            table.appendTo(out);
        }
    }

    private boolean isLayer(String output) {
        for (LayerError layer : result.layers()) {
            if (layer.name().equals(output)) {
                return true;
            }
        }
        return false;
    }

    private void appendPerplexity(StringBuilder out) {
        if (result.perplexity().isEmpty()) {
            return;
        }
        out.append("perplexity ").append(sentence(result.perplexity().get()));
        result.referencePerplexity()
                .ifPresent(other -> out.append("; reference ").append(sentence(other)));
        out.append('\n');
    }

    private static String sentence(Perplexity found) {
        return Quantity.real(found.value())
                + ", "
                + Quantity.real(found.meanNll())
                + " nats in the mean of "
                + Quantity.of(found.predictions(), "prediction");
    }

    void write(JsonGenerator json) throws IOException {
        json.writeBooleanField("passed", result.passed());
        json.writeStringField("architecture", result.architecture().orElse(null));
        json.writeObjectFieldStart("outputs");
        for (Map.Entry<String, Verification.Output> entry : result.outputs().entrySet()) {
            json.writeObjectFieldStart(entry.getKey());
            writeComparison(json, entry.getValue().comparison());
            json.writeBooleanField("passed", entry.getValue().passed());
            json.writeEndObject();
        }
        json.writeEndObject();
        writePerplexity(json, "", result.perplexity());
        writePerplexity(json, "reference_", result.referencePerplexity());
        json.writeArrayFieldStart("layers");
        for (LayerError layer : result.layers()) {
            json.writeStartObject();
            json.writeStringField("name", layer.name());
            Json.number(json, "rms", layer.rms());
            writeComparison(json, layer.comparison());
            json.writeBooleanField("passed", layer.passed());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeAll(json, "findings", result.findings());
        writeAll(json, "notes", result.notes());
    }

    private static void writeComparison(JsonGenerator json, Optional<OutputComparison> found)
            throws IOException {
        writeNumber(json, "max_abs", found.map(OutputComparison::maxAbs));
        writeNumber(json, "relative_rms", found.map(OutputComparison::relativeRms));
        writeNumber(json, "kl", found.flatMap(OutputComparison::kl));
        writeNumber(json, "top1", found.flatMap(OutputComparison::top1));
    }

    private static void writePerplexity(
            JsonGenerator json, String prefix, Optional<Perplexity> found) throws IOException {
        writeNumber(json, prefix + "perplexity", found.map(Perplexity::value));
        writeNumber(json, prefix + "mean_nll", found.map(Perplexity::meanNll));
    }

    private static void writeNumber(JsonGenerator json, String field, Optional<Double> number)
            throws IOException {
        if (number.isPresent()) {
            Json.number(json, field, number.get());
        } else {
            json.writeNullField(field);
        }
    }

    private static void writeAll(JsonGenerator json, String field, List<String> sentences)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String sentence : sentences) {
            json.writeString(sentence);
        }
        json.writeEndArray();
    }
}
