package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/** Runs the kit of the Reactive Streams specification, which is written for TestNG, against {@link ClientPublishers}. */
class ReactiveStreamsTest {

    /** How long the kit waits for what must come: long, for busy machines. */
    static final long TIMEOUT_MILLIS = 2_000;

    /** How long it listens whether something comes that must not. */
    static final long SILENCE_MILLIS = 50;

    /** What also a publisher must keep whose values never end, and differ from one subscriber to the next. */
    private static final List<String> REQUIRED_OF_ALL = List.of(
            "spec101", "spec109", "spec302", "spec303", "spec306", "spec307", "spec309", "spec312", "spec313",
            "spec317");

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(classes = {OnAPoolTck.class, InPlaceTck.class, EventsTck.class})
    @Timeout(240)
    void thePublisherKeepsTheRulesOfReactiveStreams(Class<?> verification) {
        Results results = new Results();
        TestNG kit = new TestNG(false);
        kit.setVerbose(0);
        kit.setOutputDirectory(folder.toString());
        kit.setTestClasses(new Class<?>[] {verification});
        kit.addListener(results);
        kit.run();

        assertEquals(List.of(), results.failed);
        List<String> missing = new ArrayList<>(REQUIRED_OF_ALL);
        missing.removeIf(rule -> results.passed.stream().anyMatch(passed -> passed.startsWith("required_" + rule)));
        assertEquals(List.of(), missing, "These rules were skipped.");
        if (PullPublisherTck.class.isAssignableFrom(verification)) {
            results.skipped.removeIf(rule -> rule.startsWith("untested"));
            assertEquals(List.of(), results.skipped);
        }
    }

    private static final class Results implements ITestListener {
        final List<String> passed = new CopyOnWriteArrayList<>();
        final List<String> skipped = new CopyOnWriteArrayList<>();
        final List<String> failed = new CopyOnWriteArrayList<>();

        @Override
        public void onTestSuccess(ITestResult result) {
            passed.add(result.getName());
        }

        @Override
        public void onTestSkipped(ITestResult result) {
            skipped.add(result.getName());
        }

        @Override
        public void onTestFailure(ITestResult result) {
            failed.add(result.getName() + ": " + Objects.toString(result.getThrowable()));
        }
    }
}
