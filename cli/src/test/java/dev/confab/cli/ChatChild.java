package dev.confab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code confab chat --json} in a process of its own, which can be killed. */
final class ChatChild implements AutoCloseable {

    private static final long SECONDS = 60;

    private final Process process;
    private final List<String> sent = new ArrayList<>();
    private final Semaphore sentCount = new Semaphore(0);
    private final CountDownLatch configured = new CountDownLatch(1);
    private final Thread reader = new Thread(this::read, "child-output");
    private Thread feeder = new Thread(() -> {});

    private ChatChild(Process process) {
        this.process = process;
        reader.start();
    }

    static ChatChild start(Path errors, String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // Quick to start and small: there are many of them, one after the other.
        List<String> command = Stream.concat(
                        Stream.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()),
                        Stream.of(args))
                .toList();
        return new ChatChild(new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(errors.toFile()))
                .start());
    }

    /** Every third line says the same: nothing but its place tells which of them it is. */
    static String line(int number) {
        return number % 3 == 0 ? "again" : "line " + number;
    }

    /** Types numbered lines, as many as the child takes until it is killed. */
    void feed(int from, int to) {
        feeder = new Thread(() -> write(from, to), "child-input");
        feeder.start();
    }

    /** Whether it had a session within this time. */
    boolean awaitConfigured(long millis) throws InterruptedException {
        return configured.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether it reported so many messages as sent; waits for that, but not for ever. */
    boolean awaitSent(int messages) throws InterruptedException {
        return sentCount.tryAcquire(messages, SECONDS, TimeUnit.SECONDS);
    }

    /** SIGKILL; returns when the process is gone and its output read. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        int unused = exitCode();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The child did not end in time.");
        }
        reader.join();
        feeder.join();
        return process.exitValue();
    }

    /** What it reported as sent, in order; after its end. */
    List<String> sent() {
        return sent;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void write(int from, int to) {
        try (OutputStream input = process.getOutputStream()) {
            for (int i = from; i <= to; i++) {
                input.write((line(i) + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            }
        } catch (IOException killed) {
            // What it had not read is lost with its input, as for any program.
        }
    }

    private void read() {
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = mapper.readTree(line);
                if (event.path("event").asText().equals("sent")) {
                    sent.add(event.path("text").asText());
                    sentCount.release();
                } else if (event.path("state").asText().equals("Configured")) {
                    configured.countDown();
                }
            }
        } catch (JsonProcessingException cutOff) {
            // The last line of one that was killed.
        } catch (IOException killed) {
            // The same.
        }
    }
}
