package dev.mlxj.surgery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSON object as text, of which single members are changed and every other byte stays as it was:
 * order, spacing, numbers with a hundred digits. Immutable.
 */
final class JsonText {
    /** Without limits of its own: whoever gives a text has judged its size. */
    static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final byte[] text;

    JsonText(byte[] text) {
        this.text = text;
    }

    byte[] bytes() {
        return text;
    }

    /** The JSON of a member's value. */
    String text(Member member) {
        int begin = (int) member.value();
        return new String(text, begin, (int) member.end() - begin, StandardCharsets.UTF_8);
    }

    /** A JSON string with its quotes. */
    static String quote(String value) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }

    /**
     * One member of an object in the text; offsets are in bytes.
     *
     * @param key where its key begins
     * @param value where its value begins
     * @param end one past its value
     */
    record Member(String name, long key, long value, long end, JsonToken kind) {
        /** Whether the value is a string. */
        boolean isString() {
            return kind == JsonToken.VALUE_STRING;
        }

        boolean isObject() {
            return kind == JsonToken.START_OBJECT;
        }
    }

    /** The members of the whole document. */
    List<Member> members() throws IOException {
        return members(0);
    }

    /** The members of the object that is a member's value. */
    List<Member> members(Member object) throws IOException {
        return members(object.value());
    }

    /**
     * The members of the object that begins at an offset.
     *
     * @throws IOException if there is no JSON object
     */
    private List<Member> members(long offset) throws IOException {
        List<Member> members = new ArrayList<>();
        int from = (int) offset;
        try (JsonParser parser = JSON.createParser(text, from, text.length - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                long key = from + parser.currentTokenLocation().getByteOffset();
                JsonToken kind = parser.nextToken();
                long value = from + parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                long end = from + parser.currentLocation().getByteOffset();
                members.add(new Member(name, key, value, end, kind));
            }
        }
        return members;
    }

    /** The document with a member's value replaced by other JSON. */
    JsonText with(Member member, String json) {
        return spliced(member.value(), member.end(), json);
    }

    /** The document with one more member at its beginning. */
    JsonText withFirstMember(String name, String json) throws IOException {
        long inside = open() + 1;
        return spliced(inside, inside, quote(name) + ":" + json + (members().isEmpty() ? "" : ","));
    }

    /**
     * The document with one more member at the end of an object; {@code within} null is the whole.
     */
    JsonText withMember(@Nullable Member within, String name, String json) throws IOException {
        List<Member> members = within == null ? members() : members(within);
        String member = quote(name) + ": " + json;
        if (members.isEmpty()) {
            long inside = within == null ? open() + 1 : within.value() + 1;
            return spliced(inside, inside, member);
        }
        Member last = members.getLast();
        return spliced(last.end(), last.end(), "," + spaceBefore(last) + member);
    }

    /** The document without a member of an object; {@code within} null is the whole. */
    JsonText without(@Nullable Member within, String name) throws IOException {
        List<Member> members = within == null ? members() : members(within);
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).name().equals(name)) {
                boolean last = i == members.size() - 1;
                if (last && i > 0) {
                    return spliced(members.get(i - 1).end(), members.get(i).end(), "");
                }
                long end = last ? members.get(i).end() : members.get(i + 1).key();
                return spliced(members.get(i).key(), end, "");
            }
        }
        return this;
    }

    /** Where the document's brace is. */
    private long open() {
        int at = 0;
        while (text[at] != '{') {
            at++;
        }
        return at;
    }

    /** Line break and indentation before a member's key. */
    private String spaceBefore(Member member) {
        int begin = (int) member.key();
        while (begin > 0 && " \t\r\n".indexOf(text[begin - 1]) >= 0) {
            begin--;
        }
        int length = (int) member.key() - begin;
        return length == 0 ? "" : new String(text, begin, length, StandardCharsets.UTF_8);
    }

    private JsonText spliced(long begin, long end, String middle) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(text.length + middle.length());
        spliced.write(text, 0, (int) begin);
        spliced.writeBytes(middle.getBytes(StandardCharsets.UTF_8));
        spliced.write(text, (int) end, text.length - (int) end);
        return new JsonText(spliced.toByteArray());
    }

    /** The whole document. */
    @Override
    public String toString() {
        return new String(text, StandardCharsets.UTF_8);
    }
}
