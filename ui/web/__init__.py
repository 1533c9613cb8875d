"""The web application. `ui.web.app` is its door; Gradio is loaded when the server starts, not before."""
