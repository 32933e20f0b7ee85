package dev.confab.docs;

import dev.confab.client.webchat.FileSessionDataStore;
import dev.confab.client.webchat.StartChatOptions;
import dev.confab.client.webchat.WebChatListener;
import dev.confab.client.webchat.WebChatOptions;
import dev.confab.client.webchat.WebChatService;
import java.io.File;

final class EngageWebChat {
    // snippet:engage-webchat
    static WebChatService ask(String dataURL, File file, WebChatListener listener, String question) {
        WebChatService service = WebChatService.create();
        service.addListener(listener); // before ready
        service.configure(WebChatOptions.builder()
                        .dataURL(dataURL) // such as https://gms.example.com/genesys/2/chat/support
                        .sessionData(new FileSessionDataStore(file))
                        .build())
                .thenCompose(ready -> service.startChat(
                        StartChatOptions.builder().nickname("Ada").build()))
                .thenCompose(started -> service.sendMessage(question))
                .join();
        return service;
    }
    // snippet-end

    private EngageWebChat() {}
}
