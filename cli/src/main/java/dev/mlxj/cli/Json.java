package dev.mlxj.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;

import dev.mlxj.tensor.Shape;

import java.io.IOException;
import java.io.PrintWriter;

/**
 * The one document that {@code --json} prints: indented, in ASCII (so that no character of a name
 * can act on a terminal), its first field the schema.
 */
final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final DefaultPrettyPrinter LAYOUT =
            new DefaultPrettyPrinter(
                            Separators.createDefaultInstance()
                                    .withObjectFieldValueSpacing(Spacing.AFTER)
                                    .withArrayValueSpacing(Spacing.AFTER)
                                    .withObjectEmptySeparator("")
                                    .withArrayEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter());

    /** Writes the fields of the document. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** Prints {@code {"schema": "mlxj.COMMAND/1", ...}} and a newline. */
    static void print(PrintWriter out, String command, Body body) throws IOException {
        JsonGenerator json = FACTORY.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(LAYOUT.createInstance());
        json.writeStartObject();
        json.writeStringField("schema", "mlxj." + command + "/1");
        body.write(json);
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    /** A number; NaN and the infinities as the strings {@code "NaN"}, {@code "-Infinity"}. */
    static void number(JsonGenerator json, String field, double value) throws IOException {
        json.writeFieldName(field);
        number(json, value);
    }

    /** As {@link #number(JsonGenerator, String, double)}, for a list. */
    static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    /** A shape as an array of numbers. */
    static void shape(JsonGenerator json, Shape shape) throws IOException {
        json.writeStartArray();
        for (long extent : shape.toArray()) {
            json.writeNumber(extent);
        }
        json.writeEndArray();
    }

    private Json() {}
}
