package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.mlxj.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What NumPy takes from {@code arange(60).reshape(3, 4, 5)}: {@code scripts/make-look-data}. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SliceTest {
    private static final Shape SHAPE = Shape.of(3, 4, 5);

    @Test
    void every_way_to_write_a_slice_takes_what_numpy_takes() throws IOException {
        JsonNode cases =
                new ObjectMapper()
                        .readTree(Path.of("..", "testdata", "look", "slices.json").toFile());

        assertThat(cases).isNotEmpty();
        cases.forEachEntry(
                (text, expected) ->
                        assertThat(taken(Slice.parse(text, SHAPE), 0, 0))
                                .as("slice '%s'", text)
                                .isEqualTo(expected.toString()));
    }

    /** The elements of a slice of {@code arange}, as JSON. */
    private static String taken(Slice slice, int axis, long index) {
        if (axis == SHAPE.rank()) {
            return Long.toString(index);
        }
        Slice.Axis taken = slice.axes().get(axis);
        StringBuilder out = new StringBuilder();
        for (long i = 0; i < taken.count(); i++) {
            out.append(i > 0 ? "," : "");
            out.append(taken(slice, axis + 1, index * SHAPE.extent(axis) + taken.index(i)));
        }
        return taken.kept() ? "[" + out + "]" : out.toString();
    }

    @Test
    void what_is_no_slice_says_why() {
        assertThatThrownBy(() -> Slice.parse("0, 1, 2, 3", SHAPE))
                .hasMessage("slice '0, 1, 2, 3' has 4 parts, shape [3, 4, 5] has 3 axes");
        assertThatThrownBy(() -> Slice.parse("3", SHAPE))
                .hasMessage("slice: index 3 is outside axis 0 of 3");
        for (String wrong : List.of("a", "1:2:0", "1:2:3:4", "1;2")) {
            assertThatThrownBy(() -> Slice.parse(wrong, SHAPE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
