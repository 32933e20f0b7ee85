package dev.confab.docs;

// snippet:sandbox-in-process
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.StoredMessage;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.SessionFault;
import dev.confab.sandbox.webmessaging.AttachmentRules;
import dev.confab.sandbox.webmessaging.Deployment;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

// snippet-end
// snippet:sandbox-in-process
final class SandboxExample {
    static List<String> storedAlthoughTheConnectionBroke(String text) throws Exception {
        var deployment = Deployment.builder(Deployment.DEFAULT_ID)
                .attachments(AttachmentRules.standard().upTo(512))
                .build();
        var options = SandboxOptions.builder()
                .scenario(Scenario.SILENT)
                .deployment(deployment)
                .build();
        try (Sandbox sandbox = Sandbox.start(options)) {
            sandbox.faults().add(new SessionFault.DropAfterStore(), FaultScope.once());
            var client = AsyncMessagingClient.create(WebMessagingOptions.builder(Deployment.DEFAULT_ID)
                    .loopbackEndpoint(sandbox.url())
                    .build());
            client.connect()
                    .thenCompose(state -> client.send(text))
                    .thenCompose(sent -> client.closeAsync())
                    .get(30, TimeUnit.SECONDS);
            return sandbox.messages().stream().map(StoredMessage::text).toList(); // once
        }
    }

    private SandboxExample() {}
}
// snippet-end
