package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectCommandTest {
    private static final String BERT = "../testdata/models/bert";

    @Test
    void a_tree_stops_at_the_depth_and_sums_up_what_is_below() {
        assertThat(Run.mlxj("inspect", BERT, "--depth", 2))
                .isEqualTo(
                        new Run(
                                0,
                                """
                                ../testdata/models/bert  safetensors
                                  format = pt

                                name                      dtype  shape       parameters      size
                                embeddings                                        8,296   33.3 KB
                                ├─ LayerNorm                     2 tensors           96     384 B  trainable
                                ├─ position_embeddings           1 tensor         1,920    7.7 KB  trainable
                                ├─ position_ids           I64    [1, 40]             40     320 B
                                ├─ token_type_embeddings         1 tensor            96     384 B  trainable
                                └─ word_embeddings               1 tensor         6,144   24.6 KB  trainable
                                encoder.layer                    32 tensors      37,920  151.7 KB  trainable
                                pooler.dense                     2 tensors        2,352    9.4 KB  trainable

                                dtype  tensors  parameters      size  trainable
                                F32         39      48,528  194.1 KB     48,528
                                I64          1          40     320 B          0
                                total       40      48,568  194.4 KB     48,528
                                """,
                                ""));
    }
}
