package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.surgery.Anatomy;
import dev.mlxj.surgery.Inspection;
import dev.mlxj.surgery.Inspection.Row;
import dev.mlxj.surgery.Inspection.Total;
import dev.mlxj.surgery.Measurement;
import dev.mlxj.tensor.DType;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** {@code inspect --json}: the document {@code mlxj.inspect/1}. */
final class InspectJson {
    private final JsonGenerator json;

    InspectJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes the fields after {@code schema}.
     *
     * @param architecture null where no config names one
     * @param sha256 of the whole model, null where it was not asked for
     * @param anatomy what the architecture says, null where that was not asked for or is not known
     */
    void write(
            String path,
            @Nullable String architecture,
            Inspection listed,
            Measurement measured,
            @Nullable String sha256,
            @Nullable Anatomy anatomy)
            throws IOException {
        json.writeStringField("path", path);
        json.writeStringField("format", "safetensors");
        json.writeStringField("architecture", architecture);
        json.writeObjectFieldStart("metadata");
        for (Map.Entry<String, String> field : listed.metadata().entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
        }
        json.writeEndObject();
        writeTotals(listed);
        if (sha256 != null) {
            json.writeStringField("sha256", sha256);
        }
        json.writeObjectFieldStart("tensors");
        for (Row row : listed.rows()) {
            writeTensor(row, measured);
        }
        json.writeEndObject();
        if (anatomy != null) {
            writeAnatomy(listed, anatomy);
        }
    }

    private void writeAnatomy(Inspection listed, Anatomy anatomy) throws IOException {
        Map<String, Total> totals = new HashMap<>();
        for (Row row : listed.rows()) {
            String name = row.name();
            for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
                totals.computeIfAbsent(name.substring(0, dot), absent -> new Total()).add(row);
            }
        }
        json.writeObjectFieldStart("modules");
        for (Map.Entry<String, String> module : anatomy.types().entrySet()) {
            Total total = totals.get(module.getKey());
            if (total != null) {
                json.writeObjectFieldStart(module.getKey());
                json.writeStringField("type", module.getValue());
                writeCounts(total);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        json.writeObjectFieldStart("shared");
        for (Map.Entry<String, String> tie : anatomy.shared().entrySet()) {
            json.writeStringField(tie.getKey(), tie.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("findings");
        for (String finding : anatomy.findings()) {
            json.writeString(finding);
        }
        json.writeEndArray();
    }

    private void writeTotals(Inspection listed) throws IOException {
        json.writeObjectFieldStart("totals");
        Total total = listed.total();
        writeCounts(total);
        json.writeNumberField("trainable", total.trainable());
        json.writeObjectFieldStart("by_dtype");
        for (Map.Entry<DType, Total> entry : listed.totalByDType().entrySet()) {
            json.writeObjectFieldStart(entry.getKey().name());
            writeCounts(entry.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeCounts(Total total) throws IOException {
        json.writeNumberField("tensors", total.tensors());
        json.writeNumberField("parameters", total.parameters());
        json.writeNumberField("bytes", total.bytes());
    }

    private void writeTensor(Row row, Measurement measured) throws IOException {
        json.writeObjectFieldStart(row.name());
        writeFields(row, measured);
        json.writeEndObject();
    }

    /** What is known of one tensor, but for its name. */
    void writeFields(Row row, Measurement measured) throws IOException {
        json.writeStringField("dtype", row.entry().dtype().name());
        json.writeFieldName("shape");
        Json.shape(json, row.entry().shape());
        json.writeNumberField("bytes", row.entry().byteSize());
        json.writeBooleanField("frozen", row.frozen());
        json.writeStringField("file", String.valueOf(row.entry().file().getFileName()));
        if (measured.sha256().isPresent()) {
            json.writeStringField("sha256", measured.sha256().get().get(row.name()));
        }
        if (measured.statistics().isPresent()) {
            writeStatistics(measured.statistics().get().get(row.name()));
        }
    }

    /** Numbers of no finite value are null, and so is all of a tensor that has no numbers. */
    private void writeStatistics(@Nullable Statistics statistics) throws IOException {
        if (statistics == null) {
            json.writeNullField("stats");
            return;
        }
        json.writeObjectFieldStart("stats");
        boolean some = statistics.finite() > 0;
        writeOrNull("min", some, statistics.min());
        writeOrNull("max", some, statistics.max());
        writeOrNull("mean", some, statistics.mean());
        writeOrNull("std", some, statistics.std());
        writeOrNull("absmax", some, statistics.absMax());
        json.writeNumberField("zeros", statistics.zeros());
        json.writeNumberField("nan", statistics.nan());
        json.writeNumberField("inf", statistics.infinite());
        json.writeEndObject();
    }

    private void writeOrNull(String field, boolean some, double value) throws IOException {
        if (some) {
            Json.number(json, field, value);
        } else {
            json.writeNullField(field);
        }
    }
}
