package dev.mlxj.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.Array;
import dev.mlxj.array.Memory;
import dev.mlxj.array.random.Random;
import dev.mlxj.nn.ValueAndGrad;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Two hundred steps in a heap of 256 MB, whose activations and gradients, about 2 MB a step, would
 * fill it twice if they were kept.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TrainingMemoryTest {
    private static final Pattern USE = Pattern.compile("use (\\d+) (\\d+)");
    private static final Pattern NATIVE =
            Pattern.compile("Other \\(reserved=\\d+, committed=(\\d+)");

    /**
     * Bytes for what the runtime itself adds: classes that are loaded late, compiled code. One
     * parameter kept in each of the 100 steps between would be three times that.
     */
    private static final long SLACK = 1 << 20;

    @Test
    void training_takes_no_more_memory_after_200_steps_than_after_100()
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:NativeMemoryTracking=summary"));
        // full collections that leave no garbage in use
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1"));
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Child.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();

        List<long[]> uses = new ArrayList<>();
        Matcher use = USE.matcher(output);
        while (use.find()) {
            uses.add(new long[] {Long.parseLong(use.group(1)), Long.parseLong(use.group(2))});
        }
        assertThat(uses).as(output).hasSize(4);
        long[] half = uses.get(1);
        long[] end = uses.get(3);
        assertThat(end[0] - half[0]).as("heap: %s", output).isLessThan(SLACK);
        assertThat(end[1] - half[1]).as("native: %s", output).isLessThan(SLACK);
    }

    /**
     * Trains, and prints the heap and the native memory in use after every 50 steps. The first time
     * is left out: printing loads classes itself.
     */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws JMException {
            Random.seed(0);
            Perceptron model = new Perceptron(64, 128, 64);
            Optimizer optimizer = new AdamW(1e-3);
            Array x = Random.normal(0, 1, 512, 64);
            Array y = Random.normal(0, 1, 512, 64);
            for (int step = 1; step <= 200; step++) {
                ValueAndGrad.Result result = ValueAndGrad.of(model, () -> model.loss(x, y));
                var clipped = ClipGradNorm.of(result.gradients(), 1);
                optimizer.update(model, clipped.gradients());
                Array.eval(model.parameters(), optimizer.state());
                if (step % 50 == 0) {
                    System.out.println("use " + heap() + " " + nativeMemory());
                }
            }
        }

        private static long heap() {
            System.gc();
            Memory.getActiveMemory(); // forgets what the collector has found
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        /** What was allocated outside the heap by Java code, in bytes. */
        private static long nativeMemory() throws JMException {
            String report =
                    (String)
                            ManagementFactory.getPlatformMBeanServer()
                                    .invoke(
                                            new ObjectName(
                                                    "com.sun.management:type=DiagnosticCommand"),
                                            "vmNativeMemory",
                                            new Object[] {new String[] {"summary", "scale=b"}},
                                            new String[] {String[].class.getName()});
            Matcher committed = NATIVE.matcher(report);
            return committed.find() ? Long.parseLong(committed.group(1)) : 0;
        }
    }
}
