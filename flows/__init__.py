"""The flows: orchestration seen from outside."""
