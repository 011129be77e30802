package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.Map;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GraphDrawingTest {
    /** The lines of MLX 0.32.4, with 1, 2, .. for its addresses. */
    @Test
    void a_graph_is_drawn_from_its_inputs_on() {
        Array x = Array.of(1f, 2f);
        Array y = Array.of(3f, 4f);
        Array z = x.multiply(y).add(x);
        assertThat(GraphDrawing.of(z.exp(), z))
                .isEqualTo(
                        """
                        digraph {
                        { rank=source; "A"; }
                        { rank=source; "B"; }
                        { 1 [label ="Multiply", shape=rectangle]; }
                        "A" -> 1
                        "B" -> 1
                        { "C"; }
                        1 -> "C"
                        { 2 [label ="Add", shape=rectangle]; }
                        "C" -> 2
                        "A" -> 2
                        { "D"; }
                        2 -> "D"
                        { 3 [label ="Exp", shape=rectangle]; }
                        "D" -> 3
                        { rank=sink; "E"; }
                        3 -> "E"
                        }
                        """);
        Array.eval(z);
        assertThat(GraphDrawing.of(z)).isEqualTo("digraph {\n{ rank=source; \"A\"; }\n}\n");
    }

    @Test
    void arrays_may_have_names() {
        Map<String, Array> named = new LinkedHashMap<>();
        Array x = Array.of(1f, 2f);
        named.put("out \"1\"", x.exp());
        named.put("in", x);
        assertThat(GraphDrawing.of(named))
                .isEqualTo(
                        """
                        digraph {
                        { rank=source; "in"; }
                        { 1 [label ="Exp", shape=rectangle]; }
                        "in" -> 1
                        { rank=sink; "out \\"1\\""; }
                        1 -> "out \\"1\\""
                        }
                        """);
    }

    @Test
    void a_graph_of_100000_nodes_is_drawn() {
        Array x = Array.of(1f);
        for (int i = 0; i < 100_000; i++) {
            x = x.negative();
        }
        assertThat(GraphDrawing.of(x)).contains("\"A\" -> 1").contains("{ rank=sink; \"EQXE\"; }");
    }
}
