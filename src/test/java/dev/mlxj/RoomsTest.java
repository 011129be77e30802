package dev.mlxj;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The map of rooms: who may use whom. A room may use the rooms listed beside it, and tensor and
 * tree, which all use.
 */
class RoomsTest {
    /**
     * Room to the rooms it may use. A room's sub-packages belong to it unless they have a line of
     * their own.
     */
    private static final Map<String, List<String>> USES = new LinkedHashMap<>();

    static {
        USES.put("surgery", List.of("models", "nn", "optim", "weights", "array", "kernel", "io"));
        USES.put("models", List.of("nn", "weights", "array", "io"));
        USES.put("optim", List.of("nn", "losses", "init", "weights", "array"));
        USES.put("nn", List.of("losses", "init", "weights", "array"));
        USES.put("losses", List.of("array"));
        USES.put("init", List.of("array"));
        USES.put("weights", List.of("array", "io"));
        USES.put("array", List.of("kernel"));
        USES.put("kernel", List.of());
        USES.put("io", List.of());
        USES.put("tensor", List.of());
        USES.put("tree", List.of());
    }

    private static final Map<String, String[]> PACKAGES =
            Map.of(
                    "array",
                            new String[] {
                                "dev.mlxj.array", "dev.mlxj.array.op..", "dev.mlxj.array.random.."
                            },
                    "kernel", new String[] {"dev.mlxj.array.kernel.."},
                    "nn",
                            new String[] {
                                "dev.mlxj.nn", "dev.mlxj.nn.layers..", "dev.mlxj.nn.lora.."
                            },
                    "losses", new String[] {"dev.mlxj.nn.losses.."},
                    "init", new String[] {"dev.mlxj.nn.init.."});

    /** What stands above all rooms: the commands; tests of all rooms and their means. */
    private static final String[] OUTSIDE = {
        "dev.mlxj", "dev.mlxj.cli..", "dev.mlxj.golden..", "dev.mlxj.bench..", "dev.mlxj.examples.."
    };

    @Test
    void every_room_uses_only_the_rooms_below_it() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.mlxj");
        LayeredArchitecture rooms =
                layeredArchitecture()
                        .consideringOnlyDependenciesInLayers()
                        .withOptionalLayers(true)
                        .ensureAllClassesAreContainedInArchitectureIgnoring(OUTSIDE);
        for (String room : USES.keySet()) {
            rooms =
                    rooms.layer(room)
                            .definedBy(
                                    PACKAGES.getOrDefault(
                                            room, new String[] {"dev.mlxj." + room + ".."}));
        }
        for (var line : USES.entrySet()) {
            List<String> allowed = new ArrayList<>(line.getValue());
            allowed.addAll(List.of("tensor", "tree"));
            allowed.remove(line.getKey());
            rooms =
                    rooms.whereLayer(line.getKey())
                            .mayOnlyAccessLayers(allowed.toArray(String[]::new));
        }
        rooms.check(classes);
    }
}
